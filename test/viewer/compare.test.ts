/** The comparing page: what it says, by which keys, in which shapes, and what it does with hostile text. */

import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Graph } from '../../runtime/trace/model.ts';
import { RolloutBuilder } from '../support/rolloutBuilder.ts';
import { type CompareOptions, ComparePageObject, closeCompareBrowser } from './support/comparePage.ts';

interface Step {
  readonly source: string;
  readonly output: string;
  readonly calls?: readonly string[];
  readonly ms?: number;
  readonly failed?: boolean;
}

function rollout(run: string, steps: readonly Step[]): Graph {
  const build = new RolloutBuilder().thread().turn('turn-1');
  let at = 0;
  steps.forEach(({ source, output, calls = [], ms = 20, failed = false }, index) => {
    const id = `${run}-${index}`;
    build.at(at).exec(id, 'turn-1', String(index + 1), source);
    for (const [place, cmd] of calls.entries()) {
      build.nested(`${id}-${place}`, id, { type: 'exec_command' }, cmd).endCall(`${id}-${place}`);
    }
    at += ms;
    build
      .at(at)
      .respond(id, failed ? 'failed' : 'completed')
      .output(id, output);
    const cell = build.graph.code_cells.get(`code_cell:${id}`);
    const items = build.graph.threads.get('root')?.conversation_item_ids;
    items?.push(cell?.source_item_id ?? '', ...(cell?.output_item_ids ?? []));
  });
  return build.at(at).endThread().endRollout().graph;
}

const search = 'const hits = await tools.search_text({ pattern: "TODO" });\n';
const left = rollout('l', [
  { source: 'text(await tools.list_directory({ path: "." }))', output: 'garden\nREADME.md' },
  {
    source: `${search}text(hits.length);\nfor (const hit of hits) text(hit.path);`,
    output: '2\ngarden/plants.csv\nREADME.md',
    calls: ['{"pattern":"TODO"}'],
  },
  { source: 'store("tally", 7);', output: '' },
  { source: 'text("slow");', output: 'slow', ms: 300 },
]);
const right = rollout('r', [
  { source: 'text(await tools.list_directory({ path: "." }))', output: 'garden\nREADME.md' },
  {
    source: `${search}text(hits.length);\nfor (const hit of hits.slice(0, 1)) text(hit.path);`,
    output: '2\ngarden/plants.csv',
    calls: ['{"pattern":"TODO"}', '{"cmd":"wc -l"}'],
    failed: true,
  },
  { source: 'text("slow");', output: 'slow', ms: 3000 },
  { source: 'notify("done")', output: 'done' },
]);

let shown: ComparePageObject;
const open = async (options: CompareOptions = {}, one = left, other = right) => {
  shown = await ComparePageObject.open(one, other, options);
};
afterEach(async () => {
  expect(shown.faults).toEqual([]);
  await shown.close();
});
afterAll(closeCompareBrowser);

async function complaints(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: shown.page as never }).analyze();
  return violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html.slice(0, 160)}`));
}

describe('two rollouts side by side', () => {
  test('have a line for each cell, with what differs', async () => {
    await open();
    const lines = await shown.lines();
    expect(lines.map(line => /^\S+ ([^:]+):/.exec(line)?.[1])).toEqual([
      'Same',
      'Changed',
      'Only on the left',
      'Other time',
      'Only on the right',
    ]);
    expect(lines[1]).toMatch(/source status output nested calls$/);
    expect(await shown.page.getByRole('status').textContent()).toBe('4 differences');
  });

  test('are left out where nothing differs, when that is wanted', async () => {
    await open();
    await shown.press('o');
    expect(await shown.lines()).toHaveLength(4);
    await shown.press('o');
    expect(await shown.lines()).toHaveLength(5);
  });

  test('give their totals in a table', async () => {
    await open();
    const row = shown.page.getByRole('row', { name: /^Nested calls/ });
    expect(await row.innerText()).toMatch(/1\s+2/);
  });

  test('say what is wrong when one of them cannot be read', async () => {
    await open();
    await shown.send({ type: 'problem', message: 'manifest.json is missing' });
    expect(await shown.page.getByRole('alert').textContent()).toBe('manifest.json is missing');
  });

  test('are kept by the host for when the window comes back', async () => {
    await open();
    expect(await shown.state()).toEqual({ left: '/l', right: '/r' });
  });
});

describe('by key alone', () => {
  test('differences are found, opened and followed into their timelines', async () => {
    await open();
    await shown.press('n');
    expect(await shown.focused()).toMatch(/^≠Changed: Cell 2 /);
    await shown.press('Enter');
    const block = shown.page.getByRole('region', { name: 'Source' });
    await block.waitFor();
    expect(await block.innerText()).toMatch(
      /−\s+left:\s+for \(const hit of hits\).*\s+\+\s+right:\s+for \(const hit of hits\.slice/,
    );
    await shown.press('r', 'l');
    expect((await shown.sent()).slice(-2)).toEqual([
      { type: 'open', side: 'right', ref: { kind: 'code_cell', id: 'code_cell:r-1' } },
      { type: 'open', side: 'left', ref: { kind: 'code_cell', id: 'code_cell:l-1' } },
    ]);
    await shown.press('ArrowLeft');
    expect(await block.count()).toBe(0);
  });

  test('lines are walked, from the first to the last', async () => {
    await open();
    await shown.press('End');
    expect(await shown.focused()).toMatch(/^\+Only on the right: Cell 4 /);
    await shown.press('ArrowUp');
    expect(await shown.focused()).toMatch(/^≈Other time: /);
    await shown.press('Home', 'ArrowDown', 'p');
    expect(await shown.focused()).toMatch(/Cell 2 /);
  });

  test('one line at a time is in the order of the Tab key', async () => {
    await open();
    expect(await shown.page.locator('.compare-line[tabindex="0"]').count()).toBe(1);
    await shown.press('n', 'n');
    expect(await shown.page.locator('.compare-line[tabindex="0"]').count()).toBe(1);
  });

  test('the keys are told, and the telling goes with Escape', async () => {
    await open();
    await shown.press('?');
    await shown.page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await shown.press('Escape');
    expect(await shown.page.getByRole('dialog').count()).toBe(0);
  });
});

describe('for everybody', () => {
  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    test(`axe finds nothing in ${theme}, and it looks like its picture`, async () => {
      await open({ theme });
      await shown.press('n', 'Enter');
      await shown.screenshot(`compare-${theme}`);
      expect(await complaints()).toEqual([]);
      await shown.press('?');
      expect(await complaints()).toEqual([]);
    });
  }

  test('it fits into 300 by 200 pixels without scrolling sideways', async () => {
    await open({ width: 300, height: 200, theme: 'light' });
    await shown.press('n', 'Enter');
    await shown.screenshot('compare-narrow');
    const overflow = await shown.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await complaints()).toEqual([]);
  });

  test('forced colours tell left from right', async () => {
    await open({ forcedColors: true });
    await shown.press('n', 'Enter');
    await shown.screenshot('compare-forced');
    expect(await complaints()).toEqual([]);
  });
});

test('nothing from a trace becomes markup, however long it is', async () => {
  const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>\u202e';
  const hostile = (run: string) =>
    rollout(run, [{ source: `${markup}${run}`, output: markup.repeat(1000) + run, calls: [markup] }]);
  await open({}, hostile('l'), hostile('r'));
  await shown.press('n', 'Enter');
  expect(await shown.page.locator('main img, main script').count()).toBe(0);
  expect(await shown.page.title()).toBe('Compare');
  expect(await shown.page.locator('main').innerText()).not.toContain('\u202e');
});

test('thousands of lines are shown in parts, and the last is reached by key', async () => {
  const many = (run: string) =>
    rollout(
      run,
      Array.from({ length: 1200 }, (_, index) => ({ source: `text(${index})`, output: String(index) })),
    );
  const longer = rollout('r', [
    ...Array.from({ length: 1200 }, (_, index) => ({ source: `text(${index})`, output: String(index) })),
    { source: 'text("more")', output: 'more' },
  ]);
  await open({}, many('l'), longer);
  expect(await shown.page.getByRole('listitem').count()).toBe(500);
  await shown.press('n');
  expect(await shown.focused()).toMatch(/Only on the right: Cell 1201 /);
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

const busy = `// @exec: {"yield_time_ms": 500}
text('begun');
for (;;) {
  await tools.search_text({ query: 'bee' });
  await new Promise(resolve => setTimeout(resolve, 200));
}
`;

/** The tests follow one another as a person would go on. */
describe('a person at the palette', () => {
  const opened = inWorkbench({
    files: { 'busy.cell.js': busy },
    settings: { 'cellscope.rolloutRoot': 'recorded' },
  });

  test('runs a sample and reads what it puts out', async () => {
    const workbench = opened();
    await workbench.openFile('02-count-words.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.tab(/^Cell 1 Output/).waitFor();
    await workbench.text('completed after').waitFor();
    expect(readdirSync(join(workbench.folder, 'recorded'))).toHaveLength(1);
  });

  test('sees it on the timeline in the side bar', async () => {
    const viewer = opened().viewer();
    await opened().runCommand('Cellscope: Show Timeline');
    await viewer.timeline().waitFor();
    await viewer.showOutline();
    await viewer.find(/^Cell 1 completed/);
    await viewer.find(/^read_file completed/);
    await expect.poll(() => viewer.item(/^read_file completed/).count()).toBeGreaterThan(0);
  });

  test('sees a cell that yielded go on, live', async () => {
    const workbench = opened();
    await workbench.openFile('busy.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.statusItem(/1 live cell/).waitFor();
    await workbench.text('yielded after').waitFor();
    const viewer = workbench.viewer();
    const before = await viewer.siblings(/^search_text/);
    await expect.poll(() => viewer.siblings(/^search_text/)).toBeGreaterThan(before);
  });

  test('waits on it', async () => {
    const workbench = opened();
    await workbench.runAndPick('Cellscope: Wait on Cell…', /^1\.0 s/);
    await expect.poll(() => workbench.text('yielded after').count()).toBe(2);
    await expect.poll(() => workbench.statusItem(/1 live cell/).count()).toBe(1);
  });

  test('terminates it', async () => {
    const workbench = opened();
    await workbench.runCommand('Cellscope: Terminate Cell…');
    await workbench.text('terminated after').waitFor();
    await workbench.statusItem(/live cell/).waitFor({ state: 'detached' });
    const viewer = workbench.viewer();
    // What came before the end is drawn when the end is.
    await viewer.find(/^Cell 2 cancelled/);
    const after = await viewer.siblings(/^search_text/);
    await workbench.page.waitForTimeout(1_000);
    expect(await viewer.siblings(/^search_text/)).toBe(after);
  });

  test('finds the run among the rollouts, with its cells', async () => {
    const tree = opened().tree('Rollouts');
    await opened().unfold(tree, tree.getByRole('treeitem').first());
    const cells = tree.getByRole('treeitem', { name: /^Cell \d/ });
    await expect.poll(() => cells.count()).toBe(2);
  });

  test('opens the recorded log as a timeline in the editor area', async () => {
    const workbench = opened();
    await workbench.openFile('trace.jsonl');
    await workbench.viewer(1).timeline().waitFor();
    await expect.poll(() => workbench.tab(/^trace\.jsonl/).count()).toBe(1);
  });
});

/** `cellscope view`: one file that shows a rollout offline, tells nobody, and runs nothing that came with the rollout. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildCommandLine, commandLine } from './support/buildCommandLine.ts';
import { attack, writeHostileBundle } from './support/hostileBundle.ts';
import { closeBrowser, type OpenFileOptions, ViewerPage } from './support/viewerPage.ts';

const samples = fileURLToPath(new URL('../../samples/rollouts', import.meta.url));
const sample = join(samples, readdirSync(samples)[0] ?? '');
const folder = mkdtempSync(join(tmpdir(), 'cellscope-view-'));
let viewer: ViewerPage | undefined;

beforeAll(buildCommandLine);
afterEach(async () => {
  if (!viewer) return;
  expect(viewer.faults).toEqual([]);
  expect(await viewer.page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
  await viewer.close();
  viewer = undefined;
});
afterAll(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true });
});

const view = (...args: string[]) => execa(process.execPath, [commandLine, 'view', ...args], { cwd: folder });

async function open(bundle: string, args: readonly string[] = [], options: OpenFileOptions = {}): Promise<ViewerPage> {
  const file = join(folder, 'page.html');
  await view(bundle, '-o', file, ...args);
  viewer = await ViewerPage.openFile(file, options);
  return viewer;
}

async function find(page: ViewerPage, query: string): Promise<void> {
  await page.press('/');
  await page.searchBox.fill(query);
  await page.searchBox.press('Enter');
  await page.press('Enter');
  await page.details.getByRole('heading', { level: 2 }).waitFor();
}

async function complaints(page: ViewerPage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: page.page as never }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`));
}

test('the file shows the timeline, details and payloads, with nothing around it', async () => {
  const page = await open(sample);
  await expect.poll(() => page.surface.getAttribute('aria-label')).toMatch(/^Timeline of /);
  await find(page, 'kind:cell');
  await page.details.getByText('Hello from a cell.').first().waitFor();
  await page.button(/^Result/).click();
  await page.details.getByText('"code_mode_host_duration"').first().waitFor();
  await page.screenshot('shared');
  expect(await page.button('Run Cell').count()).toBe(0);
  expect(await page.button('Open Source').count()).toBe(0);
});

test.each([false, true])('axe finds nothing in it (dark: %s)', async dark => {
  const page = await open(sample, [], { dark });
  await find(page, 'kind:cell');
  expect(await complaints(page)).toEqual([]);
  await page.screenshot(dark ? 'shared-dark' : 'shared-light');
});

test('a reload finds the view as it was left', async () => {
  const page = await open(sample);
  await find(page, 'kind:cell');
  const title = await page.details.getByRole('heading', { level: 2 }).textContent();
  await page.page.waitForFunction(() => JSON.stringify(history.state ?? '').includes('code_cell'));
  await page.page.reload();
  await page.surface.waitFor();
  await page.press('Enter');
  await page.details
    .getByText(title ?? '-')
    .first()
    .waitFor();
  expect(title).toMatch(/^Cell /);
});

test('a bundle made to attack its readers stays text', async () => {
  const bundle = join(folder, 'hostile');
  writeHostileBundle(bundle);
  const page = await open(bundle);
  const script = page.page.locator('script:not([type]), img, svg, iframe, object, #root script');
  const before = await script.count();
  expect(before).toBe(1);
  await find(page, 'kind:cell');
  await page.details.getByText('</script></style></title>').first().waitFor();
  for (const button of await page.details.getByRole('button', { expanded: false }).all()) {
    if (await button.isVisible()) await button.click();
  }
  await page.press('o', 'ArrowDown', 'ArrowDown', 'Enter', 'i');
  await page.settle();
  expect(await script.count()).toBe(before);
  expect(await page.page.title()).toContain('</script>');
  await page.screenshot('shared-hostile');
});

test('the hostile file is small, and markup of the rollout is nowhere in it as markup', async () => {
  const bundle = join(folder, 'hostile-text');
  writeHostileBundle(bundle);
  const { stdout } = await view(bundle);
  const html = readFileSync(stdout, 'utf8');
  expect(html.length).toBeLessThan(4 << 20);
  expect(html).not.toContain('globalThis.hacked=1<');
  expect(html).not.toContain(attack.slice(0, 20));
  expect(html.match(/<script>/g)).toHaveLength(1);
});

test('what is redacted is in no part of the file', async () => {
  const bundle = join(folder, 'private');
  const secret = `ghp_${'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(2).slice(0, 36)}`;
  mkdirSync(join(bundle, 'payloads'), { recursive: true });
  for (const file of [
    'manifest.json',
    'trace.jsonl',
    ...readdirSync(join(sample, 'payloads')).map(name => `payloads/${name}`),
  ]) {
    const text = readFileSync(join(sample, file), 'utf8');
    writeFileSync(
      join(bundle, file),
      text.replaceAll('/workspace/samples', '/home/ada/garden').replaceAll('Hello from a cell.', `Hello ${secret}`),
    );
  }
  const { stderr } = await view(bundle, '-o', join(folder, 'whole.html'));
  expect(stderr).toMatch(/^paths: \d+ home or workspace paths in the file \(--redact paths replaces them\)$/m);
  expect(stderr).toMatch(/^secrets: \d+ likely secrets in the file \(--redact secrets replaces them\)$/m);
  const page = await open(bundle, ['--redact', 'paths,secrets']);
  await find(page, 'kind:cell');
  await page.details.getByText('Hello <GitHub token>').first().waitFor();
  const all = await contentOf(page);
  expect(all).toContain('<workspace>');
  expect(all).toContain('<GitHub token>');
  expect(all).not.toContain(secret);
  expect(all).not.toContain('/home/ada');
});

test('a preview says what would go out and writes nothing', async () => {
  const file = join(folder, 'never.html');
  const { stdout, stderr } = await view(sample, '-o', file, '--redact', 'payloads', '--preview');
  expect(stdout).toMatch(/^".+": \d+ kB, 1 thread, 9 turns, 28 model calls, 10 cells, 38 tool calls, 39 messages$/m);
  expect(stdout).toMatch(/^payloads: \d+ left out$/m);
  expect(stdout).toMatch(/^secrets: none found$/m);
  expect({ stderr, written: existsSync(file) }).toEqual({ stderr: '', written: false });
});

test('without payloads, opening one says that they were left out', async () => {
  const page = await open(sample, ['--redact', 'payloads']);
  await find(page, 'kind:cell');
  await page.button(/^Result/).click();
  await page.details.getByText('Payloads were left out when this file was saved.').waitFor();
  expect(await contentOf(page)).not.toContain('code_mode_host_duration');
});

test('notes go along, are read with what they are about, and cannot be changed there; or are left out', async () => {
  const bundle = join(folder, 'noted');
  cpSync(sample, bundle, { recursive: true });
  const { root_thread_id } = JSON.parse(readFileSync(join(bundle, 'manifest.json'), 'utf8'));
  const ref = { kind: 'thread', id: root_thread_id };
  const notes = [{ ref, text: 'Why does it wait? Ask ada@example.org.' }];
  writeFileSync(join(bundle, 'notes.json'), JSON.stringify({ version: 1, notes }));
  const page = await open(bundle, ['--redact', 'emails']);
  await page.press('o');
  await page.page.getByRole('treeitem', { name: /Note: Why does it wait\? Ask <e-mail>\./ }).click();
  await page.page.keyboard.press('Enter');
  const note = page.details.getByRole('region', { name: 'Note' });
  await note.getByText('Why does it wait? Ask <e-mail>.').waitFor();
  expect(await note.getByRole('button').count()).toBe(0);
  expect(await complaints(page)).toEqual([]);
  expect(await contentOf(page)).not.toContain('ada@');
  const { stdout } = await view(bundle, '--redact', 'notes', '--preview');
  expect(stdout).toMatch(/^notes: 1 left out$/m);
  await page.close();
  const without = await open(bundle, ['--redact', 'notes']);
  expect(await contentOf(without)).not.toContain('Why does it wait');
});

test('a file that was cut off says so', async () => {
  const file = join(folder, 'cut.html');
  await view(sample, '-o', file);
  const html = readFileSync(file, 'utf8');
  const cut = html.replace(/(id="cellscope-graph">[^<]{400})[^<]*/, '$1');
  writeFileSync(file, cut);
  viewer = await ViewerPage.openFile(file, { waitFor: 'alert' });
  await expect.poll(() => viewer?.page.getByRole('alert').textContent()).toMatch(/\S/);
});

/** Everything in the file, unpacked. */
function contentOf(page: ViewerPage): Promise<string> {
  return page.page.evaluate(async () => {
    const blocks = document.querySelectorAll('script[type="application/octet-stream"]');
    const texts = await Promise.all(
      [...blocks].map(block => {
        const bytes = Uint8Array.from(atob(block.textContent ?? ''), character => character.charCodeAt(0));
        return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
      }),
    );
    return texts.join('\n') + document.documentElement.outerHTML;
  });
}

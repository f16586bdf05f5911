/** The viewer as one saved HTML file: no host, no network, the same content. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { savedPage } from '../../runtime/viewer/savedPage.ts';
import { packDelta, type SavedRollout } from '../../runtime/viewer/savedRollout.ts';
import { builtFolder } from './support/buildViewer.ts';
import { livelyRollout } from './support/livelyRollout.ts';
import { cellDetails, livelyFindings } from './support/lookAt.ts';
import { closeBrowser, ViewerPage } from './support/viewerPage.ts';

const markup = '</script><script>globalThis.hacked=1</script><!--';
let viewer: ViewerPage;

beforeEach(async () => {
  const rollout: SavedRollout = {
    format: 'cellscope-rollout',
    formatVersion: 1,
    header: { title: `fix ${markup}`, state: 'live', findings: livelyFindings, liveCells: [], bundleKey: 'b1' },
    timeline: packDelta(livelyRollout().builder.delta()),
    details: { 'code_cell:cell-2': { ...cellDetails, subtitle: markup } },
    payloads: { 'raw_payload:12': { ok: true, text: '{"saved":true}', bytes: 14, cut: false } },
  };
  const font = (await readdir(builtFolder)).find(name => name.endsWith('.ttf')) ?? '';
  viewer = await ViewerPage.openSaved(
    savedPage({
      rollout,
      script: await readFile(join(builtFolder, 'viewer.js'), 'utf8'),
      style: await readFile(join(builtFolder, 'viewer.css'), 'utf8'),
      fontBase64: await readFile(join(builtFolder, font), 'base64'),
      nonce: 'fresh',
    }),
  );
});
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  expect(await viewer.page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
  await viewer.close();
});
afterAll(closeBrowser);

test('a saved file draws its rollout and answers keys', async () => {
  await viewer.press('ArrowRight', 'ArrowDown');
  expect(await viewer.said()).toMatch(/^Turn/);
  await viewer.screenshot('saved');
  await expect(viewer.page.getByTitle('Recorded').count()).resolves.toBe(1);
});

test('details and payloads that were saved are shown, others are said to be missing', async () => {
  await viewer.press('/');
  await viewer.searchBox.fill('"Cell 2" kind:cell');
  await viewer.searchBox.press('Enter');
  await viewer.press('Enter');
  await expect(viewer.details.getByText('promised after 5 s, came after 5.6 s').isVisible()).resolves.toBe(true);
  await viewer.button(/^exec request/).click();
  await expect(viewer.details.getByText('"saved"').isVisible()).resolves.toBe(true);
  await viewer.button(/^exec response/).click();
  await expect(viewer.details.getByText('This payload was not saved with the file.').isVisible()).resolves.toBe(true);
});

/** Pictures of the viewer in the shapes and themes it must be good in. They are looked at, not compared. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { cellDetails, openLively } from './support/lookAt.ts';
import type { ThemeName } from './support/themes.ts';
import { closeBrowser, ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage | null = null;
afterEach(async () => {
  expect(viewer?.faults).toEqual([]);
  await viewer?.close();
  viewer = null;
});
afterAll(closeBrowser);

const shapes = [
  { name: 'wide', width: 1200, height: 800, ratio: 1 },
  { name: 'narrow', width: 300, height: 200, ratio: 2 },
  { name: 'sidebar', width: 340, height: 720, ratio: 2 },
  { name: 'panel', width: 900, height: 260, ratio: 1 },
] as const;

for (const theme of ['dark', 'light', 'highContrast'] satisfies ThemeName[]) {
  for (const shape of shapes) {
    test(`draws a ${shape.name} page in ${theme}`, async () => {
      viewer = await openLively({ ...shape, theme });
      const picture = await viewer.screenshot(`${shape.name}-${theme}`);
      expect(picture.byteLength).toBeGreaterThan(2000);
    });
  }
  test(`draws a wide page with details in ${theme}`, async () => {
    viewer = await openLively({ theme });
    await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
    await viewer.press('f', 'Enter');
    const asked = await viewer.lastSent('details');
    await viewer.send({ type: 'details', requestId: asked?.requestId ?? 0, details: cellDetails });
    await viewer.screenshot(`details-${theme}`);
    await expect.poll(() => viewer?.details.getByRole('heading', { name: 'Cell 2' }).count()).toBe(1);
  });
}

test('draws the outline wide and in a side bar', async () => {
  viewer = await openLively();
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-4' } });
  await viewer.press('o');
  await viewer.screenshot('outline-wide');
  await expect.poll(() => viewer?.tree.isVisible()).toBe(true);
  await viewer.close();
  viewer = await openLively({ width: 340, height: 720, ratio: 2, theme: 'light' });
  await viewer.press('o');
  await viewer.screenshot('outline-sidebar');
  await expect.poll(() => viewer?.tree.isVisible()).toBe(true);
});

test('draws details below the timeline in a side bar', async () => {
  viewer = await openLively({ width: 340, height: 720, ratio: 2 });
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
  await viewer.press('f', 'Enter');
  const asked = await viewer.lastSent('details');
  await viewer.send({ type: 'details', requestId: asked?.requestId ?? 0, details: cellDetails });
  await viewer.screenshot('details-sidebar');
  await expect.poll(() => viewer?.details.isVisible()).toBe(true);
});

test('draws the help, the empty page and the findings', async () => {
  viewer = await openLively({ width: 640, height: 480 });
  await viewer.press('?');
  await viewer.screenshot('help');
  await expect.poll(() => viewer?.page.getByRole('dialog').isVisible()).toBe(true);
  await viewer.press('Escape');
  await viewer.press('i');
  await viewer.screenshot('findings');
  await viewer.close();
  viewer = await ViewerPage.open({ width: 300, height: 200, ratio: 2 });
  await viewer.header({ state: 'none' });
  await viewer.screenshot('empty');
  await expect.poll(() => viewer?.button('Run Cell').isVisible()).toBe(true);
});

test('draws a search and a playback cursor', async () => {
  viewer = await openLively();
  await viewer.press('/');
  await viewer.searchBox.fill('duration > 5s');
  await viewer.searchBox.press('Enter');
  await viewer.press(']');
  await viewer.screenshot('search');
  await expect.poll(() => viewer?.page.getByRole('region', { name: 'Playback' }).isVisible()).toBe(true);
});

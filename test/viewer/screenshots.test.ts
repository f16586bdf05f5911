/** Pictures of the viewer in the shapes and themes it must be good in. They are looked at, not compared. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { cellDetails, openLively } from './support/lookAt.ts';
import type { ThemeName } from './support/themes.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

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
    await expect(viewer.details.getByRole('heading', { name: 'Cell 2' }).count()).resolves.toBe(1);
  });
}

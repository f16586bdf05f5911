/** The page still looks as it did when somebody looked at it; see `support/pictures.ts` for how to record anew. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { cellDetails, openLively } from './support/lookAt.ts';
import { difference, usePictureFont } from './support/pictures.ts';
import type { OpenOptions, ViewerPage } from './support/viewerPage.ts';
import { closeBrowser } from './support/viewerPage.ts';

/** Other machines smooth text otherwise; a moved row or a lost colour changes far more. */
const tolerated = 0.01;

let viewer: ViewerPage | null = null;
afterEach(async () => {
  expect(viewer?.faults).toEqual([]);
  await viewer?.close();
  viewer = null;
});
afterAll(closeBrowser);

const pictures: Readonly<Record<string, OpenOptions>> = {
  'wide-dark': { width: 900, height: 560, theme: 'dark' },
  'wide-light': { width: 900, height: 560, theme: 'light' },
  'wide-high-contrast': { width: 900, height: 560, theme: 'highContrast' },
  'narrow-dark': { width: 300, height: 200, theme: 'dark' },
  'side-bar-light': { width: 340, height: 640, theme: 'light' },
};

for (const [name, options] of Object.entries(pictures)) {
  test(`looks as it did: ${name}`, async () => {
    viewer = await openLively(options);
    await usePictureFont(viewer);
    expect(await difference(viewer, name)).toBeLessThan(tolerated);
  });
}

test('looks as it did: details', async () => {
  viewer = await openLively({ width: 900, height: 560 });
  await usePictureFont(viewer);
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
  await viewer.press('f', 'Enter');
  const asked = await viewer.lastSent('details');
  await viewer.send({ type: 'details', requestId: asked?.requestId ?? 0, details: cellDetails });
  expect(await difference(viewer, 'details')).toBeLessThan(tolerated);
});

test('a picture that is another is told apart', async () => {
  viewer = await openLively({ width: 900, height: 560, theme: 'dark' });
  await usePictureFont(viewer);
  await viewer.press('o');
  const changed = process.env.CELLSCOPE_RECORD_PICTURES ? 1 : await difference(viewer, 'wide-dark');
  expect(changed).toBeGreaterThan(tolerated);
});

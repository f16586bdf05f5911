/** What is drawn in a high contrast theme, measured: nothing that says something fades into its ground. */

import { PNG } from 'pngjs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import type { ThemeName } from './support/themes.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
type Colour = readonly [red: number, green: number, blue: number];

/** The colours in an area of the page, and on how many pixels each is. */
async function colours(clip: Area): Promise<[Colour, number][]> {
  const { data } = PNG.sync.read(await viewer.page.screenshot({ clip }));
  const counts = new Map<string, number>();
  for (let at = 0; at < data.length; at += 4) {
    const key = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => {
    const [red = 0, green = 0, blue = 0] = key.split(',').map(Number);
    return [[red, green, blue], count];
  });
}

/** As WCAG 2 measures it. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map(part => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const grounds = { highContrast: [0, 0, 0], highContrastLight: [255, 255, 255] } as const;

for (const theme of ['highContrast', 'highContrastLight'] satisfies ThemeName[]) {
  const ground = grounds[theme];

  test(`the strip keeps its contrast beside what is in view in ${theme}`, async () => {
    viewer = await openLively({ theme });
    await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-4' } });
    await viewer.press('f');
    const box = await viewer.overview.boundingBox();
    if (!box) throw new Error('There is no strip.');
    // The first turn lies left of the fold and of the window.
    const area = { x: box.x + 200, y: box.y + 2, width: 180, height: box.height - 4 };
    const drawn = (await colours(area)).filter(([colour]) => contrast(colour, ground) > 1.01);
    // Tools, cells and the model; what is seldomer lies between two of them, where a bar ends within a pixel.
    const most = drawn.toSorted(([, one], [, other]) => other - one).slice(0, 3);
    expect(most.map(([colour]) => contrast(colour, ground)).filter(measured => measured < 3)).toEqual([]);
    expect(most).toHaveLength(3);
  });

  test(`names stay readable beside the hits of a search in ${theme}`, async () => {
    viewer = await openLively({ theme });
    await viewer.press('/');
    await viewer.searchBox.fill('kind:wait');
    await viewer.settle();
    const surface = await viewer.surface.boundingBox();
    if (!surface) throw new Error('There is no timeline.');
    // The name of the thread, in its first row, is no hit.
    const area = { x: surface.x + 200, y: surface.y + 5, width: 40, height: 12 };
    const strongest = Math.max(...(await colours(area)).map(([colour]) => contrast(colour, ground)));
    expect(strongest).toBeGreaterThan(4.5);
    expect(strongest).toBeLessThan(14);
  });
}

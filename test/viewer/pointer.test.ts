/** The pointer: clicking, dragging, brushing, zooming, ranges, and what little room changes. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

/** A point on the timeline, counted from its top left corner; the lane labels take the first 168 pixels. */
async function at(x: number, y: number): Promise<[number, number]> {
  const box = await viewer.surface.boundingBox();
  return [(box?.x ?? 0) + x, (box?.y ?? 0) + y];
}

test('a click selects, with room it also shows details', async () => {
  viewer = await openLively();
  await viewer.page.mouse.click(...(await at(300, 30)));
  await viewer.settle();
  await expect.poll(() => viewer.said()).toMatch(/^Turn 1: find slow tests/);
  await expect.poll(() => viewer.details.isVisible()).toBe(true);
});

test('in a tiny page the first click selects and the second shows details over the timeline', async () => {
  viewer = await openLively({ width: 300, height: 200 });
  await viewer.page.mouse.click(...(await at(130, 25)));
  await viewer.settle();
  await expect.poll(() => viewer.said()).toMatch(/^Turn 1/);
  await expect.poll(() => viewer.details.count()).toBe(0);
  await viewer.page.mouse.click(...(await at(130, 25)));
  await viewer.settle();
  await expect.poll(() => viewer.details.isVisible()).toBe(true);
  await viewer.screenshot('narrow-details');
  await viewer.page.keyboard.press('Escape');
  await viewer.settle();
  await expect.poll(() => viewer.surface.isVisible()).toBe(true);
});

test('dragging pans, Ctrl and wheel zoom around the pointer', async () => {
  viewer = await openLively();
  await viewer.press('w', 'w', 'w');
  const before = await viewer.shown();
  await viewer.page.mouse.move(...(await at(700, 600)));
  await viewer.page.mouse.down();
  await viewer.page.mouse.move(...(await at(500, 600)), { steps: 4 });
  await viewer.page.mouse.up();
  const panned = await viewer.shown();
  expect(panned).not.toBe(before);
  await viewer.page.keyboard.down('Control');
  await viewer.page.mouse.wheel(0, -200);
  await viewer.page.keyboard.up('Control');
  await expect.poll(() => viewer.shown()).not.toBe(panned);
});

test('Shift and dragging select a range with its totals', async () => {
  viewer = await openLively();
  await viewer.page.keyboard.down('Shift');
  await viewer.page.mouse.move(...(await at(200, 640)));
  await viewer.page.mouse.down();
  await viewer.page.mouse.move(...(await at(555, 640)), { steps: 4 });
  await viewer.page.mouse.up();
  await viewer.page.keyboard.up('Shift');
  await viewer.settle();
  const bar = viewer.page.getByRole('region', { name: 'Selected range' });
  const text = (await bar.textContent()) ?? '';
  expect(text).toContain('cell × 2');
  expect(text).toContain('wait × 2');
  expect(text).toContain('waiting 8.6 s');
  expect(text).toContain('1 failed');
  await viewer.screenshot('range');
  await viewer.press('f');
  await viewer.press('Escape');
  await expect.poll(() => bar.count()).toBe(0);
});

test('a click into a fold opens it', async () => {
  viewer = await openLively();
  await viewer.page.mouse.click(...(await at(570, 650)));
  expect(await viewer.state('26400')).toMatchObject({ views: [['b1', { openedFolds: [26_400] }]] });
  await viewer.screenshot('fold-open');
});

test('the overview can be brushed and its window dragged', async () => {
  viewer = await openLively();
  const box = await viewer.overview.boundingBox();
  const y = (box?.y ?? 0) + 10;
  const drag = async (from: number, to: number) => {
    await viewer.page.mouse.move(from, y);
    await viewer.page.mouse.down();
    await viewer.page.mouse.move(to, y, { steps: 4 });
    await viewer.page.mouse.up();
    return viewer.shown();
  };
  const brushed = await drag(300, 500);
  expect(brushed).toMatch(/^7\.\d+ s to 22 s$/);
  const moved = await drag(400, 700);
  expect(moved).not.toBe(brushed);
});

test('a click on a twisty collapses its lane', async () => {
  viewer = await openLively();
  await viewer.page.mouse.click(...(await at(8, 11)));
  await viewer.settle();
  await expect.poll(() => viewer.said()).toBe('main collapsed');
  await viewer.screenshot('collapsed');
});

test('kinds can be filtered out', async () => {
  viewer = await openLively();
  await viewer.button('Filter by kind').click();
  await viewer.page.getByRole('checkbox', { name: 'Waits' }).uncheck();
  await viewer.page.getByRole('checkbox', { name: 'Tool calls' }).uncheck();
  await viewer.screenshot('filtered');
  await viewer.press('/');
  await viewer.searchBox.fill('kind:wait');
  await expect.poll(() => viewer.page.getByText('No hits').first().isVisible()).toBe(true);
});

test('the splitter moves by keyboard', async () => {
  viewer = await openLively();
  await viewer.press('ArrowRight', 'Enter');
  const splitter = viewer.page.getByRole('separator', { name: 'Resize details' });
  const before = Number(await splitter.getAttribute('aria-valuenow'));
  await splitter.press('ArrowLeft');
  await viewer.settle();
  expect(Number(await splitter.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
});

/** In little room things stand closer or below each other; nothing that says something is cut off. */

import type { Locator } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { openLively } from './support/lookAt.ts';
import { TimelineBuilder } from './support/timelineBuilder.ts';
import { closeBrowser, ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

/** How far something reaches out of what it stands in, pixels. */
async function outside(inner: Locator, outer: Locator): Promise<number> {
  const [one, other] = [await inner.boundingBox(), await outer.boundingBox()];
  if (!one || !other) return Number.NaN;
  const over = [
    other.x - one.x,
    other.y - one.y,
    one.x + one.width - other.x - other.width,
    one.y + one.height - other.y - other.height,
  ];
  return Math.max(0, ...over.map(Math.round));
}

test.each([300, 430, 560, 640, 900])('at %d pixels the totals of a range end with what failed', async width => {
  viewer = await openLively({ width, height: 420 });
  await viewer.press('r');
  const bar = viewer.page.getByRole('region', { name: 'Selected range' });
  await expect.poll(() => outside(bar.getByText('4 failed'), bar)).toBe(0);
});

test('a long name without a blank leaves the buttons of a bar where they are', async () => {
  viewer = await ViewerPage.open({ width: 300, height: 400 });
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  builder.span(lane, SpanKind.cell, 'x'.repeat(200), 0, 100, { entity: { kind: 'code_cell', id: 'c' } });
  builder.span(lane, SpanKind.nestedCall, 'y'.repeat(200), 10, 60, { row: 1 });
  await viewer.header();
  await viewer.timeline(builder.delta());
  await viewer.press('c');
  const bar = viewer.page.getByRole('region', { name: 'Critical path' });
  const close = await viewer.button('Close critical path').boundingBox();
  expect(close?.x).toBeGreaterThan(260);
  for (const name of await bar.getByRole('button').all()) expect(await outside(name, bar)).toBe(0);
});

test('totals by tool show every column, and the names of tools in one piece', async () => {
  viewer = await openLively({ width: 300, height: 700 });
  await viewer.press('m');
  const totals = viewer.page.getByRole('region', { name: 'Totals by tool' });
  const row = totals.getByRole('row', { name: /^exec_command tool call/ });
  await row.scrollIntoViewIfNeeded();
  expect(await row.getByRole('cell').allTextContents()).toEqual(['34.2 s', '2', '17.1 s', '18.8 s', '0']);
  for (const cell of await row.getByRole('cell').all()) expect(await outside(cell, totals)).toBe(0);
  const name = await row.getByRole('button', { name: 'exec_command' }).boundingBox();
  expect(name?.height).toBeLessThan(24);
});

test('the rollout keeps its name where tools could take its place', async () => {
  viewer = await openLively({ width: 560, height: 400 });
  const title = viewer.page.getByRole('heading', { name: 'fix-slow-tests' });
  expect(await title.evaluate(element => element.scrollWidth - element.clientWidth)).toBe(0);
});

test('the name of a lane is told in full where the pointer rests on it', async () => {
  viewer = await openLively({ width: 300, height: 600 });
  const surface = await viewer.surface.boundingBox();
  await viewer.page.mouse.move(30, (surface?.y ?? 0) + 8);
  await expect.poll(() => viewer.page.locator('.tooltip').textContent()).toMatch(/^mainthread3 min 34 s/);
});

/** Following a run while it happens. */

import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from './support/timelineBuilder.ts';
import { closeBrowser, ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
let builder: TimelineBuilder;
let lane: number;
let cell: number;

beforeEach(async () => {
  viewer = await ViewerPage.open({ width: 900, height: 400 });
  builder = new TimelineBuilder();
  builder.live = true;
  lane = builder.lane(LaneKind.cell, 'Cell 1');
  cell = builder.span(lane, SpanKind.cell, 'Cell 1', 0, Number.POSITIVE_INFINITY);
  await viewer.header({ state: 'live', bundleKey: 'live-1' });
  await viewer.timeline(builder.delta());
});
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

const follow = () => viewer.button('Follow the live run');
const followed = () => follow().getAttribute('aria-pressed');

async function grow(toMs: number): Promise<void> {
  builder.span(lane, SpanKind.nestedCall, `call to ${toMs}`, toMs - 50, toMs, { row: 1 });
  await viewer.timeline(builder.delta());
}

test('a live run is followed from the start, and time goes on between deltas', async () => {
  expect(await followed()).toBe('true');
  await grow(5000);
  const before = await viewer.shown();
  await viewer.page.waitForFunction(
    text => document.querySelector('[role=scrollbar]')?.getAttribute('aria-valuetext') !== text,
    before,
  );
  expect(await followed()).toBe('true');
});

/** Twenty more cells, each with a lane of its own below the others. */
async function addCells(first: number): Promise<void> {
  for (let number = first; number < first + 20; number++) {
    const added = builder.lane(LaneKind.cell, `Cell ${number}`);
    builder.span(added, SpanKind.cell, `Cell ${number}`, number * 100, Number.POSITIVE_INFINITY, {
      entity: { kind: 'code_cell', id: `cell-${number}` },
    });
  }
  await viewer.timeline(builder.delta());
}

const scrolled = () => viewer.surface.evaluate(box => box.scrollTop);
const hiddenBelow = () => viewer.surface.evaluate(box => box.scrollHeight - box.clientHeight - box.scrollTop);
async function scrollTo(top: number): Promise<void> {
  await viewer.surface.evaluate((box, to) => {
    box.scrollTop = to;
  }, top);
  await viewer.settle();
}

test('new lanes below come into sight, unless somebody looks further up', async () => {
  await addCells(2);
  await expect.poll(scrolled).toBeGreaterThan(0);
  await expect.poll(hiddenBelow).toBeLessThan(2);
  await scrollTo(0);
  await addCells(22);
  await expect.poll(hiddenBelow).toBeGreaterThan(300);
  expect(await scrolled()).toBe(0);
});

test('whoever scrolls away from the selection stays where they look, until they select again', async () => {
  await addCells(2);
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-3' } });
  await scrollTo(200);
  await addCells(22);
  expect(await scrolled()).toBe(200);
  await viewer.press('ArrowUp');
  await expect.poll(scrolled).toBeLessThan(60);
});

test('a zoomed view keeps its right edge at now', async () => {
  await grow(60_000);
  await viewer.press('w', 'w', 'w', 'w');
  await follow().click();
  if ((await followed()) !== 'true') await follow().click();
  await grow(120_000);
  await expect.poll(() => viewer.shown()).toMatch(/to 2 min/);
  await expect.poll(() => viewer.shown()).not.toMatch(/^0 ms/);
});

test('panning away stops following, the button brings it back', async () => {
  await grow(60_000);
  await viewer.press('w', 'w', 'w');
  await viewer.press('a', 'a', 'a');
  expect(await followed()).toBe('false');
  const here = await viewer.shown();
  await grow(90_000);
  await expect.poll(() => viewer.shown()).toBe(here);
  await follow().click();
  await viewer.settle();
  await expect.poll(() => viewer.shown()).toMatch(/to 1 min [345]\d s$/);
});

test('a search finds what came after it was asked', async () => {
  await viewer.press('/');
  await viewer.searchBox.fill('tool:call');
  await expect.poll(() => viewer.page.getByText('No hits').first().isVisible()).toBe(true);
  await grow(5000);
  await viewer.page.getByText('1 hit').first().waitFor();
  await expect.poll(() => viewer.searchBox.inputValue()).toBe('tool:call');
});

test('the end of the run ends the following', async () => {
  builder.endSpan(cell, 7000);
  builder.live = false;
  await viewer.timeline(builder.delta());
  await viewer.header({ state: 'recorded', bundleKey: 'live-1' });
  await expect.poll(() => follow().count()).toBe(0);
  await expect.poll(() => viewer.shown()).toBe('0 ms to 7 s');
  await viewer.press('ArrowRight');
  await expect.poll(() => viewer.said()).toMatch(/^Cell 1, cell, completed, 7 s/);
});

test('nothing moves by itself where the system or the editor asks for that', async () => {
  const moving = () =>
    viewer.page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length);
  await expect.poll(moving).toBe(1);
  await viewer.page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(moving).toBe(0);
  await viewer.page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect.poll(moving).toBe(1);
  await viewer.page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
  await expect.poll(moving).toBe(0);
});

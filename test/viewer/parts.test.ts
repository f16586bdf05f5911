/** A large timeline comes in parts: the first draws all of it as a sketch, the page asks for the rest. */

import { afterEach, expect, test } from 'vitest';
import { deltaParts } from '../../runtime/viewer/deltaParts.ts';
import { sketchOf } from '../../runtime/viewer/sketch.ts';
import { livelyRollout } from './support/livelyRollout.ts';
import { ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(() => viewer.close());

/** How many pixels of the right half of the timeline are not of the background's colour. */
function inkOnTheRight(): Promise<number> {
  return viewer.surface.locator('canvas').evaluate(canvas => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const { width, height } = canvas;
    const pixels = canvas.getContext('2d')?.getImageData(width / 2, 0, width / 2, height).data ?? [];
    const colours = new Map<string, number>();
    for (let at = 0; at < pixels.length; at += 4) {
      const colour = `${pixels[at]} ${pixels[at + 1]} ${pixels[at + 2]}`;
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
    return pixels.length / 4 - Math.max(...colours.values());
  });
}

/** With what comes after the first picture. */
async function picture(): Promise<Buffer> {
  await viewer.page.getByRole('toolbar').waitFor();
  await viewer.page.evaluate(() => document.fonts.ready.then(() => undefined));
  await viewer.settle();
  return viewer.page.screenshot();
}

async function open(): Promise<void> {
  viewer = await ViewerPage.open();
  await viewer.header();
}

test('the sketch shows what is to come, and goes when it has come', async () => {
  const delta = livelyRollout().builder.delta();
  const parts = deltaParts(delta, { first: 6, next: 1000 }).map(make => make());
  const [first, last] = parts;
  if (!first || !last) throw new Error('There should be two parts.');
  await open();
  await viewer.send({ type: 'timeline', delta: first, rest: 1 });
  const bare = await inkOnTheRight();
  const sketch = sketchOf(delta, first.spans.count, first.lanes.count);
  await viewer.send({ type: 'timeline', delta: first, rest: 1, sketch });
  expect(await inkOnTheRight()).toBeGreaterThan(bare + 200);
  expect((await viewer.sent()).filter(message => message.type === 'more').length).toBeGreaterThan(0);
  await viewer.send({ type: 'timeline', delta: last });
  const inParts = await picture();
  await viewer.close();

  await open();
  await viewer.timeline(delta);
  expect(inParts.equals(await picture())).toBe(true);
});

test('a rollout is told at a glance when all of it is there, not in parts', async () => {
  const [first, last] = deltaParts(livelyRollout().builder.delta(), { first: 6, next: 1000 }).map(make => make());
  if (!first || !last) throw new Error('There should be two parts.');
  await open();
  const glance = viewer.page.getByRole('region', { name: 'At a glance' });
  await viewer.send({ type: 'timeline', delta: first, rest: 1 });
  await viewer.settle();
  expect(await glance.count()).toBe(0);
  await viewer.timeline(last);
  await expect.poll(() => glance.getByRole('button', { name: /^Waiting/ }).textContent()).toContain('13.8 s');
});

test('a malformed sketch is said, not drawn', async () => {
  const delta = livelyRollout().builder.delta();
  await open();
  const sketch = { ...sketchOf(delta, 6, 2), bounds: new Float64Array(3) };
  await viewer.send({ type: 'timeline', delta, sketch });
  expect(await viewer.page.getByRole('alert').textContent()).toContain('sketch');
});

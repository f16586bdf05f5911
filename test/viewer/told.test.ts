/** What a key has done is said to whoever does not see it; so is why it did nothing. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { livelyRollout } from './support/livelyRollout.ts';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

/** Presses keys one after the other; what was said after each. */
async function saidAfter(...keys: string[]): Promise<string[]> {
  const said: string[] = [];
  for (const key of keys) {
    await viewer.press(key);
    said.push(await viewer.said());
  }
  return said;
}

test('what is in view, after each move of the window', async () => {
  viewer = await openLively();
  const whole = 'Showing 0 ms to 3 min 34 s';
  const [closer, later, all] = await saidAfter('w', 'd', '0');
  expect(closer).toMatch(/^Showing .+ to .+/);
  expect(later).toMatch(/^Showing .+ to .+/);
  expect(new Set([closer, later, all]).size).toBe(3);
  expect(all).toBe(whole);
});

test('what was switched, and how it stands now', async () => {
  viewer = await openLively();
  expect(await saidAfter('t', 't', 't', 'v', 'v', 'u', 'u')).toEqual([
    'Time axis: Event order',
    'Time axis: Wall clock',
    'Time axis: Idle folded',
    'All lanes',
    'Only lanes in view',
    'Folds in view opened',
    'All folds closed',
  ]);
});

test('by a button of the tool bar as by its key', async () => {
  viewer = await openLively();
  const pressed: string[] = [];
  for (const name of ['Zoom in', 'Zoom out', 'Show all', 'Totals by tool', 'Totals by tool', /^Findings/]) {
    await viewer.button(name).first().click();
    await viewer.settle();
    pressed.push(await viewer.said());
  }
  expect(pressed).toEqual([
    expect.stringMatching(/^Showing .+ to .+/),
    expect.stringMatching(/^Showing .+ to .+/),
    'Showing 0 ms to 3 min 34 s',
    'Totals by tool: shown',
    'Totals by tool: closed',
    'Findings: shown',
  ]);
});

test('by the menu of a narrow page as by a key', async () => {
  viewer = await openLively({ width: 300, height: 300 });
  await viewer.button(/^Time axis/).click();
  expect(await viewer.said()).toBe('Time axis: Event order');
  await viewer.button('More tools').click();
  await viewer.button('Zoom in').click();
  expect(await viewer.said()).toMatch(/^Showing .+ to .+/);
});

test('what was opened and closed, and its gist', async () => {
  viewer = await openLively();
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
  expect(await saidAfter('c', 'c', 'r', 'r', 'm', 'm', 'i', 'j')).toEqual([
    'Critical path of Cell 2: 16.5 s',
    'Critical path: closed',
    '16.5 s selected',
    'Selected range: closed',
    'Totals by tool: shown',
    'Totals by tool: closed',
    'Findings: shown',
    'State at this moment: shown',
  ]);
});

test('why nothing happened', async () => {
  viewer = await openLively();
  expect(await saidAfter('f', 'e', ' ', 'l', 'n')).toEqual([
    'Nothing is selected.',
    'Nothing is selected.',
    'Nothing is selected.',
    'This run is not live.',
    'Nothing is searched for.',
  ]);
});

test('what was not understood of a search, when it is asked for', async () => {
  viewer = await openLively();
  await viewer.press('/');
  await viewer.searchBox.fill('duration > soon');
  await viewer.searchBox.press('Enter');
  await expect.poll(() => viewer.said()).toMatch(/^Not understood: duration > soon\. Write a number and a unit/);
});

test('following and no longer following a live run', async () => {
  viewer = await ViewerPage.open();
  await viewer.header({ state: 'live' });
  const { builder } = livelyRollout();
  builder.live = true;
  await viewer.timeline(builder.delta());
  expect(await saidAfter('l', 'l')).toEqual(['No longer following the live run', 'Following the live run']);
});

/** The focus stays in the page, near where it was, whatever is closed under it. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

const timeline = 'Timeline of fix-slow-tests';
const focused = () =>
  viewer.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName);

/** Presses a button as a keyboard does. */
async function pressButton(name: string): Promise<void> {
  await viewer.button(name).last().focus();
  await viewer.page.keyboard.press('Enter');
  await viewer.settle();
}

test.each([
  ['c', 'Close critical path'],
  ['r', 'Clear range'],
  [']', 'Close playback'],
  ['m', 'Close details'],
  ['i', 'Close details'],
  ['/', 'Close search'],
])('what %s has opened gives the focus back to the timeline when it is closed', async (key, close) => {
  viewer = await openLively();
  await viewer.press(key);
  await pressButton(close);
  await expect.poll(focused).toBe(timeline);
});

test.each([
  ['m', 'Totals by tool'],
  ['i', 'Findings'],
  ['j', 'State at this moment'],
])('where %s covers the timeline the focus goes along, and comes back with the timeline', async (key, pane) => {
  viewer = await openLively({ width: 300, height: 300 });
  await viewer.press(key);
  await expect.poll(focused).toBe(pane);
  await viewer.page.keyboard.press(key);
  await expect.poll(focused).toBe(timeline);
});

test('a menu gives the focus back to its button, when something was chosen as when nothing was', async () => {
  viewer = await openLively({ width: 300, height: 400 });
  await pressButton('More tools');
  await pressButton('Show all');
  await expect.poll(focused).toBe('More tools');
  await viewer.page.keyboard.press('Enter');
  await viewer.page.keyboard.press('Tab');
  await viewer.page.keyboard.press('Escape');
  await expect.poll(focused).toBe('More tools');
  await expect.poll(() => viewer.page.getByRole('group', { name: 'More tools' }).count()).toBe(0);
});

test('a press beside everything takes the focus, and nothing takes it back', async () => {
  viewer = await openLively();
  await viewer.press('c');
  await viewer.page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await viewer.send({ type: 'problem', message: 'Something else changes.' });
  await expect.poll(focused).toBe('BODY');
});

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

test.each(['dark', 'highContrast', 'highContrastLight'] as const)(
  'the ring of the focus stays while the pointer is on it in %s',
  async theme => {
    viewer = await openLively({ theme });
    await viewer.surface.focus();
    const rings: string[] = [];
    for (const tool of [viewer.button('Playback'), viewer.button('4 failed')]) {
      await tool.focus();
      // What is pressed by key has the focus shown.
      await viewer.page.keyboard.press('Shift');
      await tool.hover();
      rings.push(await tool.evaluate(node => getComputedStyle(node).outline));
    }
    const colour = {
      dark: 'rgb(0, 120, 212)',
      highContrast: 'rgb(243, 133, 24)',
      highContrastLight: 'rgb(0, 107, 189)',
    };
    expect(rings).toEqual([`${colour[theme]} solid 1px`, `${colour[theme]} solid 1px`]);
  },
);

test('what the pointer is on has a dashed frame in high contrast', async () => {
  viewer = await openLively({ theme: 'highContrastLight' });
  await viewer.press('o');
  await viewer.tree.waitFor();
  const frames: string[] = [];
  for (const thing of [
    viewer.button('Playback'),
    viewer.button('4 failed'),
    viewer.tree.getByRole('treeitem').nth(2),
  ]) {
    await thing.hover();
    frames.push(await thing.evaluate(node => getComputedStyle(node).outline));
  }
  expect(new Set(frames)).toEqual(new Set(['rgb(0, 107, 189) dashed 1px']));
});

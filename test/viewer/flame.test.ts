/** Where the time went: a flame that can be walked by key, zoomed by key and press, and leads to the spans. */

import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
beforeEach(async () => {
  viewer = await openLively();
  await viewer.press('m');
});
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

const flame = () => viewer.page.getByRole('tree', { name: 'Where the time went' });
const frame = (name: RegExp) => flame().getByRole('treeitem', { name });
const width = async (name: RegExp) => Math.round((await frame(name).boundingBox())?.width ?? 0);

async function current(): Promise<string> {
  const id = await flame().getAttribute('aria-activedescendant');
  return (await viewer.page.locator(`#${id}`).getAttribute('aria-label')) ?? '';
}

test('cells lie under their thread, the heaviest left, as wide as they are heavy', async () => {
  // Cell 4 lasts 19.2 s and Cell 2 16.5 s, but the calls of Cell 2 add up to more, side by side.
  expect(await width(/^Cell 2, /)).toBeLessThan(await width(/^main, /));
  await expect
    .poll(() =>
      frame(/^exec_command \(tool call\)/)
        .first()
        .getAttribute('aria-level'),
    )
    .toBe('3');
  await expect.poll(() => frame(/^main, /).getAttribute('aria-level')).toBe('1');
});

test('arrows walk the frames, Enter lets one fill the width and Escape gives it back', async () => {
  await flame().focus();
  await viewer.page.keyboard.press('Home');
  expect(await current()).toMatch(/^main, /);
  await viewer.page.keyboard.press('ArrowDown');
  await viewer.page.keyboard.press('ArrowRight');
  const beside = await current();
  await viewer.page.keyboard.press('Enter');
  await viewer.settle();
  expect(await current()).toBe(beside);
  await expect.poll(() => flame().getByRole('treeitem', { selected: true }).count()).toBe(1);
  await viewer.page.keyboard.press('Escape');
  await viewer.settle();
  await expect.poll(() => flame().getByRole('treeitem', { selected: true }).count()).toBe(0);
  await expect.poll(() => flame().isVisible()).toBe(true);
});

test('by tool, a frame finds every call of its tool', async () => {
  await viewer.page.getByRole('combobox', { name: 'Added up' }).selectOption('by tool');
  await frame(/^exec_command \(tool call\)/).click();
  await viewer.settle();
  await viewer.page
    .getByRole('region', { name: 'Where the time went' })
    .getByRole('button', { name: 'Find all' })
    .click();
  await expect.poll(() => viewer.page.getByText('2 hits').first().isVisible()).toBe(true);
});

for (const pane of ['totals', 'moment'] as const) {
  test(`axe finds nothing in the ${pane} pane`, async () => {
    if (pane === 'moment') await viewer.press('j');
    const { violations } = await new AxeBuilder({ page: viewer.page as never }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
  });
}

/** Rows of the outline taken together, by keyboard and by pointer, for their totals. */

import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
beforeEach(async () => {
  viewer = await openLively();
  await viewer.press('o');
  await viewer.tree.focus();
});
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

const bar = () => viewer.page.getByRole('region', { name: 'Chosen rows' });
const chosen = () => viewer.tree.getByRole('treeitem', { selected: true }).count();

async function pressInTree(...keys: string[]): Promise<void> {
  for (const key of keys) await viewer.page.keyboard.press(key);
  await viewer.settle();
}

test('Shift and arrows choose a range from where they began, and its totals are shown and said', async () => {
  await viewer.send({ type: 'reveal', ref: { kind: 'tool_call', id: 'list_directory@3250' } });
  await viewer.tree.focus();
  await pressInTree('Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
  expect(await chosen()).toBe(4);
  // 3250 to 3900, and three more that begin and end later, up to 4890.
  await expect.poll(() => bar().textContent()).toContain('4 chosencovering 1.64 stool call × 4');
  await expect.poll(() => viewer.said()).toBe('4 chosen, covering 1.64 s, 0 failed');
  await pressInTree('Shift+ArrowUp');
  expect(await chosen()).toBe(3);
  await pressInTree('ArrowDown');
  expect(await chosen()).toBe(1);
  await expect.poll(() => bar().count()).toBe(0);
});

test('Space takes rows one by one, Escape lets them go and keeps the selection', async () => {
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-3' } });
  await viewer.tree.focus();
  await pressInTree(' ', 'ArrowDown', ' ');
  expect(await chosen()).toBe(2);
  // The failed cell, 1.35 s, and the failed call within it.
  await expect.poll(() => viewer.said()).toBe('2 chosen, covering 1.35 s, 2 failed');
  await expect.poll(() => bar().getByText('2 failed').isVisible()).toBe(true);
  await pressInTree(' ');
  expect(await chosen()).toBe(1);
  await pressInTree('Escape');
  await expect.poll(() => bar().count()).toBe(0);
  await expect.poll(() => viewer.tree.getByRole('treeitem', { name: /^apply_patch/, selected: true }).count()).toBe(1);
});

test('Ctrl and a click take one more row, Shift and a click all rows between', async () => {
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-3' } });
  const patch = viewer.tree.getByRole('treeitem', { name: /^apply_patch/ });
  await patch.click({ modifiers: ['Control'] });
  await viewer.settle();
  expect(await chosen()).toBe(2);
  await viewer.tree.getByRole('treeitem', { name: /^Cell 3/ }).click();
  await viewer.settle();
  await patch.click({ modifiers: ['Shift'] });
  expect(await chosen()).toBe(2);
  await expect.poll(() => bar().isVisible()).toBe(true);
});

test('Ctrl+A chooses every row there is, and the whole stretch has totals by tool', async () => {
  await pressInTree('ArrowDown', 'Control+a');
  await expect
    .poll(() =>
      bar()
        .getByText(/^\d{3} chosen$/)
        .isVisible(),
    )
    .toBe(true);
  await bar().getByRole('button', { name: 'Totals of the whole stretch' }).click();
  await viewer.settle();
  await expect
    .poll(() => viewer.page.getByRole('region', { name: 'Totals by tool, selected range' }).isVisible())
    .toBe(true);
});

test('the tree says that several rows can be chosen', async () => {
  await expect.poll(() => viewer.tree.getAttribute('aria-multiselectable')).toBe('true');
});

test('a page up or down moves by what is in sight', async () => {
  await pressInTree('Home', 'PageDown');
  const said = await viewer.said();
  await pressInTree('PageUp');
  await expect.poll(() => viewer.said()).toMatch(/^main, thread/);
  expect(said).not.toMatch(/^main, thread/);
});

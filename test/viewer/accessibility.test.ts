/** Axe on every face of the page, and the outline as the equal of the canvas. */

import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { livelyRollout } from './support/livelyRollout.ts';
import { cellDetails, openLively } from './support/lookAt.ts';
import type { ThemeName } from './support/themes.ts';
import { closeBrowser, ref, ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

async function complaints(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: viewer.page as never }).analyze();
  return violations.flatMap(violation =>
    violation.nodes.map(node => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] satisfies ThemeName[]) {
  test(`axe finds nothing on timeline, details, search and outline in ${theme}`, async () => {
    viewer = await openLively({ theme });
    await viewer.send({ type: 'reveal', ref: ref('code_cell', 'cell-2') });
    await viewer.press('/');
    await viewer.searchBox.fill('read_file');
    await viewer.press('Enter');
    const asked = await viewer.lastSent('details');
    await viewer.send({ type: 'details', requestId: asked?.requestId ?? 0, details: cellDetails });
    await viewer.press(']', 'o');
    expect(await complaints()).toEqual([]);
  });
}

for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] satisfies ThemeName[]) {
  test(`axe finds nothing on the empty page in ${theme}`, async () => {
    viewer = await ViewerPage.open({ theme });
    await viewer.header({ state: 'none' });
    expect(await complaints()).toEqual([]);
  });
}

test('warnings stand out from the page in high contrast', async () => {
  viewer = await openLively({ theme: 'highContrast' });
  const icon = viewer.page.locator('.findings-button .codicon');
  expect(await icon.evaluate(node => getComputedStyle(node).color)).toBe('color(srgb 1 0.827451 0.439216)');
});

test('axe finds nothing on the empty page, the help and the findings', async () => {
  viewer = await ViewerPage.open();
  await viewer.header({ state: 'none' });
  expect(await complaints()).toEqual([]);
  await viewer.close();
  viewer = await openLively({ width: 340, height: 600 });
  await viewer.press('i');
  expect(await complaints()).toEqual([]);
  await viewer.press('m');
  expect(await complaints()).toEqual([]);
  await viewer.press('?');
  expect(await complaints()).toEqual([]);
});

test('the outline is a tree of threads, turns, cells and calls', async () => {
  viewer = await openLively();
  await viewer.button(/^Show as outline/).click();
  await expect
    .poll(() => viewer.tree.getByRole('treeitem', { name: /^Turn 1: find slow tests/ }).getAttribute('aria-level'))
    .toBe('2');
  await expect
    .poll(() => viewer.tree.getByRole('treeitem', { name: /^Cell 2 cell/ }).getAttribute('aria-level'))
    .toBe('3');
  await expect
    .poll(() => viewer.tree.getByRole('treeitem', { name: /^exec_command npm test/ }).getAttribute('aria-level'))
    .toBe('4');
});

test('arrow keys walk, close and open the outline, and select as on the canvas', async () => {
  viewer = await openLively();
  await viewer.button(/^Show as outline/).click();
  await viewer.tree.focus();
  const key = (name: string) => viewer.page.keyboard.press(name).then(() => viewer.settle());
  await key('ArrowDown');
  await expect.poll(() => viewer.said()).toMatch(/^main, thread/);
  await key('ArrowDown');
  await expect.poll(() => viewer.said()).toMatch(/^Turn 1: find slow tests/);
  expect((await viewer.lastSent('selected'))?.ref?.kind).toBe('codex_turn');
  await key('ArrowLeft');
  const turn = viewer.tree.getByRole('treeitem', { name: /^Turn 1: find slow tests/ });
  await expect.poll(() => turn.getAttribute('aria-expanded')).toBe('false');
  await key('ArrowDown');
  await expect.poll(() => viewer.said()).toMatch(/^Turn 2: fix the slowest/);
  await key('Enter');
  await expect.poll(() => viewer.details.isVisible()).toBe(true);
});

test('the outline opens to what is selected, also where it begins closed', async () => {
  viewer = await ViewerPage.open();
  await viewer.header();
  const { builder } = livelyRollout();
  const many = builder.lane(LaneKind.cell, 'Cell 9', 0, ref('code_cell', 'cell-9'));
  for (let call = 0; call < 4000; call++)
    builder.span(many, SpanKind.nestedCall, 'read_file', call, call + 1, { row: 1 });
  await viewer.timeline(builder.delta());
  await viewer.send({ type: 'reveal', ref: ref('code_cell', 'cell-4') });
  await viewer.press('o');
  const current = viewer.tree.getByRole('treeitem', { selected: true });
  await expect.poll(() => current.textContent()).toMatch(/^Cell 4/);
  await viewer.tree.focus();
  await viewer.page.keyboard.press('.');
  await expect.poll(() => current.textContent()).toMatch(/^Yielded/);
  await viewer.tree
    .getByRole('treeitem', { name: /^Turn 2/ })
    .locator('.twisty')
    .click();
  await expect.poll(() => current.count()).toBe(0);
});

test('findings explain themselves and lead to what they are about', async () => {
  viewer = await openLively();
  await viewer.button('Findings: 2').click();
  const list = viewer.page.getByRole('region', { name: 'Findings' });
  await expect.poll(() => list.getByText('A process of Cell 4 outlived its termination').isVisible()).toBe(true);
  await list.getByRole('button', { name: 'cell-4' }).click();
  await viewer.settle();
  await expect.poll(() => viewer.said()).toMatch(/^Cell 4, cell, cancelled/);
});

test('forced colours keep the page readable and its canvas drawn', async () => {
  viewer = await openLively({ forcedColors: true });
  await viewer.screenshot('forced-colours');
  expect(await complaints()).toEqual([]);
});

/** Everything by keyboard, on the timeline. */

import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
beforeEach(async () => {
  viewer = await openLively();
});
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

test('arrows move the selection, and each move is said and told to the host', async () => {
  await viewer.press('ArrowRight');
  await expect.poll(() => viewer.said()).toMatch(/^main, thread, completed/);
  await viewer.press('ArrowDown');
  await expect.poll(() => viewer.said()).toMatch(/^Turn [12]/);
  expect((await viewer.lastSent('selected'))?.ref?.kind).toBe('codex_turn');
});

test('what the host has the page select is told apart from what somebody selects', async () => {
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
  const told = () => viewer.lastSent('selected');
  await expect.poll(told).toEqual({ type: 'selected', ref: { kind: 'code_cell', id: 'cell-2' }, revealed: true });
  await viewer.press('ArrowUp');
  await expect.poll(async () => (await told())?.ref?.id).not.toBe('cell-2');
  expect(await told()).not.toHaveProperty('revealed');
});

test('F fills the view with the selection and 0 shows everything again', async () => {
  const all = await viewer.shown();
  await viewer.press('ArrowRight', 'ArrowDown', 'Home');
  await expect.poll(() => viewer.said()).toMatch(/^Turn 1: find slow tests/);
  await viewer.press('f');
  const focused = await viewer.shown();
  expect(focused).not.toBe(all);
  await viewer.press('0');
  await expect.poll(() => viewer.shown()).toBe(all);
});

test('W and S zoom, A and D pan', async () => {
  const all = await viewer.shown();
  await viewer.press('w', 'w', 'w');
  const closer = await viewer.shown();
  expect(closer).not.toBe(all);
  await viewer.press('d');
  const later = await viewer.shown();
  expect(later).not.toBe(closer);
  await viewer.press('a');
  await expect.poll(() => viewer.shown()).toBe(closer);
  await viewer.press('s', 's', 's', 's');
  await expect.poll(() => viewer.shown()).toBe(all);
});

test('Enter opens the details with the focus in them, Escape backs out in steps', async () => {
  await viewer.press('ArrowRight', 'ArrowDown', 'w', 'Enter');
  await expect.poll(() => viewer.details.isVisible()).toBe(true);
  await expect.poll(() => viewer.details.evaluate(element => element === document.activeElement)).toBe(true);
  await viewer.page.keyboard.press('Escape');
  await viewer.settle();
  await expect.poll(() => viewer.details.count()).toBe(0);
  await expect.poll(() => viewer.surface.evaluate(element => element === document.activeElement)).toBe(true);
  await viewer.page.keyboard.press('Escape');
  await viewer.settle();
  await expect.poll(() => viewer.said()).toBe('Selection cleared');
  expect((await viewer.lastSent('selected'))?.ref).toBeNull();
});

test('/ searches, hits are counted, N and P go round them', async () => {
  await viewer.press('/');
  await viewer.searchBox.fill('tool:read_file failed');
  await expect.poll(() => viewer.page.getByText('1 hit').first().isVisible()).toBe(true);
  await viewer.searchBox.fill('kind:wait');
  await viewer.searchBox.press('Enter');
  await viewer.settle();
  await expect.poll(() => viewer.said()).toMatch(/^wait Cell 2, wait, yielded/);
  await viewer.press('n');
  await viewer.press('n');
  await expect.poll(() => viewer.said()).toMatch(/^terminate Cell 4/);
  await viewer.press('n');
  await expect.poll(() => viewer.said()).toMatch(/^wait Cell 2/);
  await viewer.press('p');
  await expect.poll(() => viewer.said()).toMatch(/^terminate Cell 4/);
});

test('what cannot be searched for is named', async () => {
  await viewer.press('/');
  await viewer.searchBox.fill('kind:unicorn');
  await expect
    .poll(() => viewer.page.getByText(/^Not understood: kind:unicorn\. Kinds are: thread, turn, model/).isVisible())
    .toBe(true);
});

test('? shows every key and Escape closes the sheet', async () => {
  await viewer.press('?');
  const sheet = viewer.page.getByRole('dialog', { name: 'Keys' });
  await expect.poll(() => sheet.getByText('Select in the row below').isVisible()).toBe(true);
  await viewer.page.keyboard.press('Escape');
  await viewer.settle();
  await expect.poll(() => sheet.count()).toBe(0);
});

test('brackets step through the moments and tell what was going on', async () => {
  await viewer.press(']', ']', ']');
  const bar = viewer.page.getByRole('region', { name: 'Playback' });
  await expect.poll(() => bar.getByText(/^Event 3 of \d+/).isVisible()).toBe(true);
  await viewer.press('[');
  await expect.poll(() => bar.getByText(/^Event 2 of \d+/).isVisible()).toBe(true);
  await expect.poll(() => bar.getByText('Nothing is running.').isVisible()).toBe(true);
  await viewer.press(']', ']', ']', ']');
  await expect.poll(() => bar.getByText('Running: Cell 1, exec').isVisible()).toBe(true);
  await viewer.press('Escape');
  await expect.poll(() => bar.count()).toBe(0);
});

test('comma and full stop walk the marks in order of time', async () => {
  await viewer.press('.');
  await expect.poll(() => viewer.said()).toBe('failure: read_file: no such file, at 12 s');
  await viewer.press('.', '.');
  await expect.poll(() => viewer.said()).toMatch(/^yield: Yielded, at 13.9 s/);
  await viewer.press(',');
  await expect.poll(() => viewer.said()).toMatch(/^promised yield/);
});

test('R adds up the selection, U opens the folds in view and closes them again', async () => {
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
  await viewer.press('r');
  const bar = viewer.page.getByRole('region', { name: 'Selected range' });
  await expect.poll(() => bar.textContent()).toContain('16.5 s selected');
  await viewer.press('r');
  await expect.poll(() => bar.count()).toBe(0);
  await viewer.press('u');
  expect(await viewer.state('"openedFolds":[26400]')).toBeTruthy();
  await viewer.press('u');
  expect(await viewer.state('"openedFolds":[]')).toBeTruthy();
});

test('C shows the critical path of a cell, and what took most of it', async () => {
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
  await viewer.press('f', 'c');
  const bar = viewer.page.getByRole('region', { name: 'Critical path' });
  await expect.poll(() => bar.textContent()).toContain('Critical path of Cell 2: 16.5 s');
  await expect.poll(() => bar.getByRole('button', { name: /^exec_command npm test/ }).isVisible()).toBe(true);
  await viewer.screenshot('critical-path');
  await viewer.press('c');
  await expect.poll(() => bar.count()).toBe(0);
});

test('M adds up calls by tool, and a tool finds all of its calls', async () => {
  await viewer.press('m');
  const totals = viewer.page.getByRole('region', { name: 'Totals by tool' });
  const row = totals.getByRole('row', { name: /^exec_command tool call/ });
  await expect.poll(() => row.getByRole('cell').first().textContent()).toBe('34.2 s');
  await row.getByRole('button', { name: 'exec_command' }).click();
  await expect.poll(() => viewer.page.getByText('2 hits').first().isVisible()).toBe(true);
});

test('lanes without anything in view make room, V brings them back', async () => {
  const height = () => viewer.surface.evaluate(element => element.scrollHeight);
  await viewer.page.setViewportSize({ width: 1200, height: 400 });
  await viewer.settle();
  const all = await height();
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-3' } });
  await viewer.press('f');
  const some = await height();
  expect(some).toBeLessThan(all);
  await viewer.press('v');
  expect(await height()).toBe(all);
});

test('space collapses the lane of the selection', async () => {
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
  await viewer.press(' ');
  await expect.poll(() => viewer.said()).toBe('Cell 2 collapsed');
  await viewer.press(' ');
  await expect.poll(() => viewer.said()).toBe('Cell 2 expanded');
});

test('T changes the time axis and keeps everything in view', async () => {
  await viewer.press('t');
  await expect.poll(() => viewer.page.getByRole('combobox', { name: 'Time axis' }).inputValue()).toBe('order');
  await viewer.press('t');
  await expect.poll(() => viewer.page.getByRole('combobox', { name: 'Time axis' }).inputValue()).toBe('clock');
});

test('R takes what is in view where the selection has no length', async () => {
  await viewer.press('.', 'r');
  const bar = viewer.page.getByRole('region', { name: 'Selected range' });
  await expect.poll(() => bar.isVisible()).toBe(true);
});

/** The state at a moment of playback, and what waiting cost: asked of the host when somebody looks. */

import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer, Question } from '../../runtime/viewer/questions.ts';
import type { StoredWrite } from '../../runtime/viewer/storedValues.ts';
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

const state = () => viewer.page.getByRole('region', { name: 'State at this moment' });
const cell = (number: number) => ({ kind: 'code_cell', id: `cell-${number}` }) as const;
const stored = (number: number, key: string, value: string | null, fromMs: number, endMs: number): StoredWrite => ({
  cell: cell(number),
  cellName: `Cell ${number}`,
  thread: '',
  key,
  value,
  certain: true,
  fromMs,
  endMs,
  committed: true,
});

async function answer(about: Question['about'], given: Answer | null): Promise<void> {
  await viewer.page.waitForFunction(
    wanted => JSON.stringify((globalThis as never as { stub: { sent: unknown } }).stub.sent).includes(wanted),
    `"about":"${about}"`,
  );
  const asked = await viewer.lastSent('question');
  await viewer.send({ type: 'answer', requestId: asked?.requestId ?? 0, answer: given });
}

test('J tells what is under way at the cursor, and each line leads to its object', async () => {
  await viewer.send({ type: 'reveal', ref: cell(2) });
  await viewer.press('f', ']', ']', ']', ']', 'j');
  await expect.poll(() => state().getByText('Live cells').isVisible()).toBe(true);
  await state().getByRole('button', { name: 'exec_command npm test' }).click();
  await viewer.settle();
  await expect.poll(() => viewer.said()).toMatch(/^exec_command npm test -- --reporter json, tool call/);
});

test('stored values are those of the cursor: committed by cells that have ended, open in those that run', async () => {
  await viewer.send({ type: 'reveal', ref: cell(2) });
  await viewer.press('f', ']', ']', ']', ']', 'j');
  const writes = [stored(1, 'files', '["a.ts"]', 3150, 5200), stored(2, 'slowest', null, 8300, 24_800)];
  await answer('stored', { about: 'stored', stored: { writes, exact: false, omitted: 0 } });
  const committed = state().getByRole('table', { name: 'Committed' });
  await expect.poll(() => committed.getByRole('row', { name: 'files ["a.ts"] Cell 1' }).isVisible()).toBe(true);
  const open = state().getByRole('table', { name: 'Not committed yet' });
  await expect.poll(() => open.getByRole('row', { name: 'slowest value not recorded Cell 2' }).isVisible()).toBe(true);
  await expect.poll(() => state().getByText('This recording does not hold stored values').isVisible()).toBe(true);
  await viewer.screenshot('moment');
});

test('where nothing was stored that is said', async () => {
  await viewer.press(']', 'j');
  await answer('stored', { about: 'stored', stored: { writes: [], exact: true, omitted: 0 } });
  await expect.poll(() => state().getByText('No cell had stored anything.').isVisible()).toBe(true);
});

test('what waiting cost stands above the totals, with the dearest cells', async () => {
  await viewer.press('m');
  const cost = { waits: 2, idle: 1, waitedMs: 8600, modelCalls: 2, input: 36_000, cached: 30_000, output: 120 };
  const other = { waits: 1, idle: 0, waitedMs: 5250, modelCalls: 0, input: 0, cached: 0, output: 0 };
  await answer('waits', {
    about: 'waits',
    bill: {
      ...cost,
      waits: 3,
      waitedMs: 13_850,
      priced: true,
      allTokens: 72_240,
      cells: [
        { ...cost, ref: cell(2), name: 'Cell 2' },
        { ...other, ref: cell(4), name: 'Cell 4' },
      ],
    },
  });
  const price = viewer.page.getByRole('region', { name: 'Price of waiting' });
  await expect.poll(() => price.textContent()).toContain('36,000 in (30,000 cached), 120 out');
  await expect.poll(() => price.textContent()).toContain('50 % of all tokens');
  await price.getByRole('button', { name: 'Cell 2' }).click();
  await viewer.settle();
  expect((await viewer.lastSent('selected'))?.ref).toEqual(cell(2));
});

test('the price is that of the selected range', async () => {
  await viewer.send({ type: 'reveal', ref: cell(2) });
  await viewer.press('r', 'm');
  expect((await viewer.lastSent('question'))?.question).toMatchObject({ about: 'waits', fromMs: 8300, toMs: 24_800 });
});

test('in a tiny page every tool is in the menu, with its key', async () => {
  await viewer.page.setViewportSize({ width: 300, height: 200 });
  await viewer.settle();
  await viewer.button('More tools').click();
  await viewer.settle();
  const menu = viewer.page.getByRole('group', { name: 'More tools' });
  await expect.poll(() => menu.getByRole('button', { name: 'Totals by tool' }).isVisible()).toBe(true);
  await menu.getByRole('button', { name: 'Playback' }).click();
  await viewer.settle();
  await expect.poll(() => viewer.page.getByRole('region', { name: 'Playback' }).isVisible()).toBe(true);
  await expect.poll(() => menu.count()).toBe(0);
});

test('Escape and a press elsewhere close the menu', async () => {
  await viewer.page.setViewportSize({ width: 300, height: 200 });
  await viewer.settle();
  const menu = viewer.page.getByRole('group', { name: 'More tools' });
  await viewer.button('More tools').click();
  await viewer.settle();
  await viewer.page.keyboard.press('Escape');
  await expect.poll(() => menu.count()).toBe(0);
  await viewer.button('More tools').click();
  await viewer.settle();
  await viewer.surface.click({ position: { x: 10, y: 100 } });
  await expect.poll(() => menu.count()).toBe(0);
});

test('a selected range also tells its tokens, once it rests', async () => {
  await viewer.send({ type: 'reveal', ref: cell(2) });
  await viewer.press('r');
  const cost = { waits: 1, idle: 0, waitedMs: 1, modelCalls: 1, input: 1, cached: 0, output: 1 };
  await answer('waits', { about: 'waits', bill: { ...cost, priced: true, allTokens: 18_400, cells: [] } });
  const bar = viewer.page.getByRole('region', { name: 'Selected range' });
  await expect.poll(() => bar.getByText('18,400 tokens').isVisible()).toBe(true);
});

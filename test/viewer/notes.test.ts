/** Notes on what a rollout holds: shown, asked for by key and by button, and never more than text. */

import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { NoteView } from '../../runtime/viewer/messages.ts';
import { cellDetails, openLively } from './support/lookAt.ts';
import { closeBrowser, ref, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

const cell = ref('code_cell', 'cell-2');
const asked = async () => (await viewer.sent()).filter(message => message.type === 'command');

async function show(notes: readonly NoteView[]): Promise<void> {
  viewer = await openLively();
  await viewer.header({ notes });
  await viewer.send({ type: 'reveal', ref: cell });
  await viewer.press('Enter');
  const question = await viewer.lastSent('details');
  await viewer.send({ type: 'details', requestId: question?.requestId ?? 0, details: cellDetails });
}
const note = () => viewer.details.getByRole('region', { name: 'Note' });

test('a note is asked for by key', async () => {
  await show([]);
  await viewer.press('e');
  expect(await asked()).toEqual([{ type: 'command', command: 'editNote', ref: cell }]);
});

test('a note is shown with the details of what it is about, and can be changed and deleted', async () => {
  await show([
    { ref: ref('code_cell', 'cell-4'), text: 'another' },
    { ref: cell, text: 'Why does it\nwait twice?' },
  ]);
  await viewer.screenshot('note');
  expect(await note().getByText('Why does it wait twice?').count()).toBe(1);
  await note().getByRole('button', { name: 'Change Note' }).click();
  await note().getByRole('button', { name: 'Delete Note' }).click();
  expect(await asked()).toEqual([
    { type: 'command', command: 'editNote', ref: cell },
    { type: 'command', command: 'deleteNote', ref: cell },
  ]);
  const { violations } = await new AxeBuilder({ page: viewer.page as never }).analyze();
  expect(violations.map(violation => violation.id)).toEqual([]);
});

test('a note is read with its row of the outline', async () => {
  viewer = await openLively();
  await viewer.header({ notes: [{ ref: cell, text: 'Why does it\nwait twice?' }] });
  await viewer.press('o');
  const rows = viewer.page.getByRole('treeitem', { name: /Note: Why does it wait twice\?/ });
  await rows.first().waitFor();
  expect(await rows.count()).toBe(1);
  expect(await rows.first().textContent()).toContain('Cell');
  await viewer.screenshot('note-outline');
  await viewer.header({ notes: [] });
  expect(await rows.count()).toBe(0);
});

test('a note changes the picture of what it is about', async () => {
  viewer = await openLively();
  const canvas = viewer.page.locator('canvas').last();
  const before = await canvas.screenshot();
  await viewer.header({ notes: [{ ref: cell, text: 'look here' }] });
  const after = await canvas.screenshot();
  await viewer.header({ notes: [] });
  expect(after.equals(before)).toBe(false);
  expect((await canvas.screenshot()).equals(before)).toBe(true);
});

test('a note cannot become markup', async () => {
  await show([{ ref: cell, text: '<img src=x onerror="document.title=1">\u202e' }]);
  expect(await note().locator('img').count()).toBe(0);
  expect(await note().innerText()).toContain('<img src=x');
  expect(await note().innerText()).not.toContain('\u202e');
});

test('nobody writes a note where none can be kept', async () => {
  viewer = await openLively();
  await viewer.send({ type: 'reveal', ref: cell });
  await viewer.press('Enter');
  const question = await viewer.lastSent('details');
  await viewer.send({ type: 'details', requestId: question?.requestId ?? 0, details: cellDetails });
  expect(await note().count()).toBe(0);
});

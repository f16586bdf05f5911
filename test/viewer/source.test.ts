/** The source of a cell: which place made which call. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { cellDetails, openLively } from './support/lookAt.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage | null = null;
afterEach(async () => {
  expect(viewer?.faults).toEqual([]);
  await viewer?.close();
  viewer = null;
});
afterAll(closeBrowser);

async function openSource(): Promise<ViewerPage> {
  viewer = await openLively();
  await viewer.send({ type: 'reveal', ref: { kind: 'code_cell', id: 'cell-2' } });
  await viewer.press('Enter');
  const asked = await viewer.lastSent('details');
  await viewer.send({ type: 'details', requestId: asked?.requestId ?? 0, details: cellDetails });
  return viewer;
}

test('pressing a call in the source selects it', async () => {
  const page = await openSource();
  await page.button('tools.exec_command').click();
  const asked = await page.lastSent('details');
  expect(asked?.ref).toEqual({ kind: 'tool_call', id: 'exec_command npm test -- --reporter json@8500' });
});

test('a place says its line and how many calls were made there', async () => {
  const page = await openSource();
  await expect.poll(() => page.button('tools.read_file').getAttribute('title')).toBe('Line 6, calls made here: 2');
});

test('a place stands out while one of its calls runs at the cursor', async () => {
  const page = await openSource();
  const place = page.button('tools.exec_command');
  for (let step = 0; step < 24; step++) await page.press(']');
  await expect.poll(() => place.getAttribute('title')).toBe('Line 2, calls made here: 1; running');
});

test('details are copied as Markdown or JSON, and Escape closes the choice', async () => {
  const page = await openSource();
  await page.page.evaluate(() => {
    const copied: string[] = [];
    Object.assign(globalThis, { copied });
    const clipboard = { writeText: async (text: string) => void copied.push(text) };
    Object.defineProperty(navigator, 'clipboard', { value: clipboard });
  });
  await page.button('Copy as').click();
  await page.page.getByRole('group', { name: 'Copy as' }).getByRole('button', { name: 'Markdown' }).click();
  await page.settle();
  const [text] = await page.page.evaluate(() => (globalThis as unknown as { copied: string[] }).copied);
  expect(text).toContain('## Cell 2');
  expect(text).toContain('```javascript\n// Run the suite');
  await page.button('Copy as').click();
  await page.settle();
  await page.page.keyboard.press('Escape');
  await page.settle();
  await expect.poll(() => page.page.getByRole('group', { name: 'Copy as' }).count()).toBe(0);
  await expect.poll(() => page.details.isVisible()).toBe(true);
});

test('a moment of the story puts the playback cursor there', async () => {
  const page = await openSource();
  const story = page.details.getByRole('table', { name: 'What the model saw, and what the runtime did' });
  await story.getByRole('button', { name: '+16.5 s' }).click();
  await page.settle();
  const bar = page.page.getByRole('region', { name: 'Playback' });
  await expect.poll(() => bar.getByText(/\+24\.8 s$/).isVisible()).toBe(true);
});

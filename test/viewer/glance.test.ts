/** What a rollout says at a glance, and where a press on it leads. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

const glance = () => viewer.page.getByRole('region', { name: 'At a glance' });
const fact = (name: string | RegExp) => glance().getByRole('button', { name });
const told = () => glance().getByRole('button').allTextContents();

test('times and failures stand above the timeline', async () => {
  viewer = await openLively({ width: 300, height: 600 });
  await expect.poll(told).toHaveLength(5);
  expect((await told()).map(text => text.replace(/[^\p{L}\d. ]/gu, '').trim())).toEqual([
    expect.stringMatching(/4 failed$/),
    // 15.25 to 20.3, 21.3 to 24.85 and 198 to 203.25 s.
    'Waiting 13.8 s',
    expect.stringMatching(/^Model /),
    expect.stringMatching(/^Tools /),
    expect.stringMatching(/^Cells /),
  ]);
});

test('the failures are gone round in order of time', async () => {
  viewer = await openLively();
  const said: string[] = [];
  for (let press = 0; press < 5; press++) {
    await fact('4 failed').click();
    said.push(((await viewer.said()).split(',')[0] ?? '').trim());
  }
  expect(said).toEqual(['read_file', 'exec', 'Cell 3', 'apply_patch', 'read_file']);
  await viewer.details.waitFor();
});

test('a time leads to the longest of its kind, then to the next', async () => {
  viewer = await openLively();
  await fact(/^Model/).click();
  await expect.poll(() => viewer.said()).toMatch(/^model, model call, completed, 17 s/);
  await fact(/^Model/).click();
  await expect.poll(() => viewer.said()).toMatch(/^model, model call, completed, 9\.6 s/);
});

test('a page with little height keeps it for the lanes', async () => {
  viewer = await openLively({ width: 300, height: 200 });
  await viewer.surface.waitFor();
  expect(await glance().count()).toBe(0);
});

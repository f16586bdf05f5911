/** What a rollout says at a glance, and where a press on it leads. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage | undefined;

afterEach(async () => {
  if (!viewer) return;
  expect(viewer.faults).toEqual([]);
  await viewer.close();
  viewer = undefined;
});
afterAll(closeBrowser);

const glance = (page: ViewerPage) => page.page.getByRole('region', { name: 'At a glance' });

test('times and failures stand above the timeline', async () => {
  viewer = await openLively({ width: 300, height: 600 });
  await expect
    .poll(() =>
      glance(viewer as ViewerPage)
        .getByRole('button')
        .allTextContents(),
    )
    .toHaveLength(5);
  const facts = await glance(viewer).getByRole('button').allTextContents();
  expect(facts.map(fact => fact.replace(/[^\p{L}\d. ]/gu, '').trim())).toEqual([
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
  const failed = glance(viewer).getByRole('button', { name: '4 failed' });
  const said: string[] = [];
  for (let press = 0; press < 5; press++) {
    await failed.click();
    said.push(((await viewer.said()).split(',')[0] ?? '').trim());
  }
  expect(said).toEqual(['read_file', 'exec', 'Cell 3', 'apply_patch', 'read_file']);
  await viewer.details.waitFor();
});

test('a time leads to the longest of its kind, then to the next', async () => {
  viewer = await openLively();
  const model = glance(viewer).getByRole('button', { name: /^Model/ });
  await model.click();
  await expect.poll(() => viewer?.said()).toMatch(/^model, model call, completed, 17 s/);
  await model.click();
  await expect.poll(() => viewer?.said()).toMatch(/^model, model call, completed, 9\.6 s/);
});

test('a page with little height keeps it for the lanes', async () => {
  viewer = await openLively({ width: 300, height: 200 });
  await viewer.surface.waitFor();
  expect(await glance(viewer).count()).toBe(0);
});

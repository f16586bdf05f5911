/** What helps somebody who has not been here before: first steps, once, and a legend beside the keys. */

import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openLively } from './support/lookAt.ts';
import { closeBrowser, type OpenOptions, type ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

const hint = () => viewer.page.getByRole('region', { name: 'First steps' });

async function openAsNewcomer(options: OpenOptions = {}): Promise<void> {
  viewer = await openLively(options);
  await viewer.header({ newcomer: true });
}

test('first steps are told to a newcomer, and put away for good', async () => {
  await openAsNewcomer();
  await expect.poll(() => hint().getByText('Arrow keys select').isVisible()).toBe(true);
  await hint().getByRole('button', { name: 'Do not show this again' }).click();
  await viewer.settle();
  await expect.poll(() => hint().count()).toBe(0);
  expect((await viewer.lastSent('command'))?.command).toBe('beenHere');
  expect(await viewer.state('"hinted":true')).toBeTruthy();
});

test('whoever has been here before is told nothing', async () => {
  viewer = await openLively();
  await expect.poll(() => hint().count()).toBe(0);
});

test('the first steps lead to all keys, and are done with them', async () => {
  await openAsNewcomer();
  await hint().getByRole('button', { name: 'All keys (?)' }).click();
  await viewer.settle();
  await expect.poll(() => viewer.page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true);
  await viewer.page.keyboard.press('Escape');
  await viewer.settle();
  await expect.poll(() => hint().count()).toBe(0);
});

test('a tiny page has no room for first steps', async () => {
  await openAsNewcomer({ width: 300, height: 200 });
  await expect.poll(() => hint().count()).toBe(0);
});

for (const theme of ['light', 'highContrast'] as const) {
  test(`the legend names every kind, state and mark, and axe finds nothing in it, in ${theme}`, async () => {
    viewer = await openLively({ theme });
    await viewer.press('?');
    const legend = viewer.page.getByRole('region', { name: 'Legend' });
    for (const name of ['model call', 'wait', 'cancelled', 'promised yield', 'termination acknowledged', 'finding']) {
      await expect.poll(() => legend.getByText(name, { exact: true }).isVisible()).toBe(true);
    }
    const { violations } = await new AxeBuilder({ page: viewer.page as never }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
    await viewer.screenshot(`legend-${theme}`);
  });
}

/** A person saves a rollout as a page: sees what would go out, chooses what stays out, says where, and is told. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

describe('saving a rollout as a page', () => {
  const workbench = inWorkbench();
  const pages = () => readdirSync(workbench().folder).filter(name => name.endsWith('.html'));
  /** A line with a box to tick. */
  const choice = (name: string) =>
    workbench().page.locator('.quick-input-widget:visible').getByRole('checkbox', { name, exact: true });
  const goesOut = () => workbench().quickInput().getAttribute('placeholder');

  test('begins at the rollout in the tree and ends with a file', async () => {
    await workbench().activityTab('Cellscope').click();
    const tree = workbench().tree(/Rollouts/);
    await workbench().chooseOn(tree.getByRole('treeitem').first(), 'Save Rollout as Page…');
    await choice('Raw payloads').waitFor();
    await workbench().screenshot('save page');
    await expect.poll(goesOut, { timeout: 5_000 }).toMatch(/^Goes out: payloads 162, cells 10, calls 38, /);
    // What names people or keys is proposed to stay out; paths shall not, payloads shall.
    await choice('Paths of homes and workspaces').click();
    await choice('Raw payloads').click();
    await expect.poll(goesOut, { timeout: 5_000 }).toMatch(/^Goes out: paths 13, cells 10, calls 38, /);
    await workbench().page.getByRole('button', { name: 'OK', exact: true }).click();
    await workbench().page.locator('.quick-input-widget:visible').getByText('Save Rollout as Page').waitFor();
    await workbench().page.keyboard.press('Enter');
    await expect.poll(pages, { timeout: 20_000 }).toHaveLength(1);
    await workbench().runCommand('Notifications: Show Notifications');
    await workbench()
      .page.getByText(/Saved as .*\.html/)
      .first()
      .waitFor();
    const [page = ''] = pages();
    const html = readFileSync(join(workbench().folder, page), 'utf8');
    expect(html).toMatch(/^<!DOCTYPE html>/);
    expect(html).not.toContain('cellscope-payloads-0');
    // Otherwise the next Escape is for them.
    await workbench().closeToasts();
  });

  test('begins in the menu of the tab that shows it, and ends without a file when it is dismissed', async () => {
    const before = pages();
    // Another rollout is shown in the view then, and must not be taken for it.
    await workbench().openFile('02-count-words.cell.js');
    await workbench().runCommand('Cellscope: Run Cell');
    await workbench().viewer().showOutline();
    await workbench().runCommand('Cellscope: Open Rollout…');
    await workbench().pick(/Hello from a cell/);
    await workbench()
      .tab(/Hello from a cell/)
      .waitFor();
    const group = workbench().page.locator('.editor-group-container.active');
    await group.getByRole('button', { name: /^More Actions/ }).click();
    await workbench().page.getByRole('menuitem', { name: 'Save Rollout as Page…' }).hover();
    await workbench().page.keyboard.press('Enter');
    await choice('Raw payloads').waitFor();
    await workbench().page.getByText("Save “text('Hello from a cell.');” as a Page").waitFor();
    await workbench().quickInput().press('Escape');
    await choice('Raw payloads').waitFor({ state: 'detached' });
    expect(pages()).toEqual(before);
  });
});

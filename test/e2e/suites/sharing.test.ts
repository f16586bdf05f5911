/** A person saves a rollout as a page: sees what would go out, chooses what stays out, says where, and is told. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';
import { click } from '../workbench/until.ts';

describe('saving a rollout as a page', () => {
  const workbench = inWorkbench();
  const pages = () => readdirSync(workbench().folder).filter(name => name.endsWith('.html'));
  /** A line with a box to tick. */
  const choice = (name: string) => workbench().input.choice(name);
  const goesOut = () => workbench().input.field().getAttribute('placeholder');

  test('begins at the rollout in the tree and ends with a file', async () => {
    await workbench().showCellscope();
    const rollout = workbench()
      .tree(/Rollouts/)
      .getByRole('treeitem')
      .first();
    await workbench().chooseOn(rollout, 'Save Rollout as Page…', () => choice('Raw payloads').isVisible());
    await workbench().screenshot('save page');
    await expect.poll(goesOut).toMatch(/^Goes out: payloads 162, cells 10, calls 38, /);
    // What names people or keys is proposed to stay out; paths shall not, payloads shall.
    await workbench().input.setTicked('Paths of homes and workspaces', false);
    await workbench().input.setTicked('Raw payloads', true);
    await expect.poll(goesOut).toMatch(/^Goes out: paths 13, cells 10, calls 38, /);
    await workbench().input.accept('Save Rollout as Page');
    await workbench().input.enter('the page is saved', async () => pages().length > 0);
    expect(pages()).toHaveLength(1);
    await workbench().findNotification(/Saved as .*\.html/);
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
    await workbench().runAndPick('Cellscope: Open Rollout…', /Hello from a cell/);
    await workbench()
      .tab(/Hello from a cell/)
      .waitFor();
    const more = workbench()
      .page.locator('.editor-group-container.active')
      .getByRole('button', { name: /^More Actions/ });
    await workbench().chooseFrom(
      () => click(more),
      'Save Rollout as Page…',
      () => choice('Raw payloads').isVisible(),
    );
    await workbench().page.getByText("Save “text('Hello from a cell.');” as a Page").waitFor();
    await workbench().input.dismiss();
    expect(pages()).toEqual(before);
  });
});

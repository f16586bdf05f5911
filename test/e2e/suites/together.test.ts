import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

/** Viewer, tree, notes and links, as they work together on the rollout among the samples. */
describe('a rollout in its viewer', () => {
  const opened = inWorkbench();
  const row = () =>
    opened()
      .tree(/^Rollouts/)
      .getByRole('treeitem', { name: /^Cell 2, / });

  test('takes the tree along to what is selected, and keeps the focus', async () => {
    const workbench = opened();
    await workbench.runCommand('Cellscope: Show Timeline');
    const rollout = workbench
      .tree(/^Rollouts/)
      .getByRole('treeitem', { name: /completed/ })
      .first();
    await workbench.showRollout(rollout);
    const viewer = workbench.viewer();
    await viewer.showOutline();
    await viewer.select(/^Cell 2 completed/);
    await row().waitFor();
    await expect.poll(() => row().getAttribute('aria-selected')).toBe('true');
    expect(await workbench.page.evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
  });

  test('keeps a note that was written by key', async () => {
    const workbench = opened();
    const { input } = workbench;
    await input.answer(() => workbench.viewer().outline().press('e'), 'Look at its second call');
    await workbench.viewer().showDetails(/^Cell 2 completed/);
    await workbench.viewer().details().getByText('Look at its second call').waitFor();
    await expect.poll(() => workbench.viewer().button('Change Note').count()).toBe(1);
  });
});

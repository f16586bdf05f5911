import { describe, expect, test } from 'vitest';
import { Debugging } from '../workbench/debugging.ts';
import { inWorkbench } from '../workbench/inWorkbench.ts';

/** The tests follow one another as a person would go on. */
describe('a person who walks through a recorded rollout', () => {
  const opened = inWorkbench({ size: { width: 1280, height: 1000 } });
  const debug = () => new Debugging(opened());
  const selected = (name: RegExp) => opened().viewer().item(name).and(opened().viewer().selectedItem());

  test('begins at its first cell, in the debugger and on the timeline', async () => {
    const workbench = opened();
    await workbench.runCommand('Cellscope: Show Timeline');
    const rollout = workbench
      .tree(/^Rollouts/)
      .getByRole('treeitem', { name: /completed/ })
      .first();
    await workbench.showRollout(rollout);
    await workbench.viewer().showOutline();
    await debug().begin(() => workbench.chooseOn(rollout, 'Step Through as Recorded'));
    await debug()
      .console(/Cell 1 starts$/)
      .waitFor();
    await selected(/^Cell 1 completed/).waitFor();
    await debug().button('Reverse').waitFor();
    await expect.poll(() => debug().button('Reverse').count()).toBe(1);
  });

  test('takes the timeline along forward', async () => {
    await debug().press('F11', debug().console(/tool-1 calls read_file$/));
    await selected(/^read_file completed/).waitFor();
    await expect.poll(() => selected(/^Cell 1/).count()).toBe(0);
  });

  test('takes it along back', async () => {
    const starts = debug().console(/Cell 1 starts$/);
    await debug().pressButton('Step Back', async () => (await starts.count()) > 1);
    await expect.poll(() => starts.count()).toBe(2);
    await selected(/^Cell 1 completed/).waitFor();
    await expect.poll(() => selected(/^read_file/).count()).toBe(0);
  });

  test('goes where somebody clicks on the timeline', async () => {
    await opened()
      .viewer()
      .select(/^Cell 2 completed/);
    await debug()
      .console(/Cell 2 starts$/)
      .waitFor();
    // The tree goes along as well, as long as it is in sight.
    await opened()
      .tree(/^Rollouts/)
      .getByRole('treeitem', { name: /^Cell 2, /, selected: true })
      .waitFor();
    await opened().runCommand('View: Show Run and Debug');
    await debug()
      .frame(/Cell 2 starts/)
      .waitFor();
    await debug().unfold(/^Scope This Moment/, /^event, value Cell 2 starts/);
    await expect
      .poll(() =>
        debug()
          .variable(/^Scope Pending Calls \(0\)/)
          .count(),
      )
      .toBe(1);
  });

  test('goes back to the last thing worth stopping at', async () => {
    await debug().pressButton('Reverse', debug().frame(/Cell 1 has completed/));
    await debug().pressButton('Reverse', debug().frame(/Cell 1 starts/));
    await opened().runCommand('View: Show Cellscope');
    await selected(/^Cell 1 completed/).waitFor();
    await expect.poll(() => selected(/^Cell 1 completed/).count()).toBe(1);
  });

  test('ends with nothing having run', async () => {
    await debug().stop();
    await expect.poll(() => opened().cellProcesses()).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

describe('a cell that wants to run something', () => {
  const opened = inWorkbench();

  test('asks first, and shows what exactly it would run', async () => {
    const workbench = opened();
    await workbench.openFile('07-never-ends.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.option(/while true; do sleep 1; done/).waitFor();
    await workbench.pick(/Allow once/);
    await workbench.statusItem(/1 live cell/).waitFor();
    await expect.poll(() => workbench.statusItem(/1 live cell/).count()).toBe(1);
  });

  test('shows the command as a call that runs, and ends it with the cell', async () => {
    const viewer = opened().viewer();
    await opened().runCommand('Cellscope: Show Timeline');
    await viewer.timeline().waitFor();
    await viewer.showOutline();
    await viewer.find(/^exec_command running/);
    await opened().runCommand('Cellscope: Terminate Cell…');
    await viewer.find(/^exec_command (cancelled|failed|completed)/);
    await expect.poll(() => viewer.item(/^exec_command running/).count()).toBe(0);
  });

  test('gets an error when it is denied', async () => {
    const workbench = opened();
    await workbench.openFile('07-never-ends.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.pick(/Deny(,|$)/);
    // The sample does not handle the error, so it ends the cell.
    const viewer = workbench.viewer();
    await viewer.find(/^Cell 2 failed/);
    await expect.poll(() => viewer.item(/^exec_command running/).count()).toBe(0);
  });
});

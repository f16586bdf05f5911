/** A recorded rollout as an editor, and a session in the side bar while it goes on. */
import type { Scene } from './scene.ts';

export const rollouts: Scene = {
  name: 'rollouts',
  async play(workbench, save) {
    const { page } = workbench;
    await workbench.runAndPick('Cellscope: Open Rollout…', /Hello/);
    const viewer = workbench.viewer();
    await viewer.button('Do not show this again').click();
    await viewer.showOutline();
    await viewer.showDetails(/^exec_command/);
    await viewer.showTimeline();
    await workbench.closeToasts();
    await save('editor');
    await workbench.runCommand('View: Close All Editors');

    await workbench.openFile('02-count-words.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.text('completed after').waitFor();
    await workbench.runCommand('Cellscope: Show Timeline');
    await workbench.viewer().timeline().waitFor();
    await workbench.openFile('04-yield-and-wait.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.text('yielded after').waitFor();
    // Waiting on a cell that has ended by now asks for no time.
    await page.waitForTimeout(3_000);
    await workbench.runCommand('Cellscope: Wait on Cell…');
    await workbench.text('completed after').waitFor();
    await page.waitForTimeout(1_000);
    await workbench.closeToasts();
    await save('side-bar');
  },
};

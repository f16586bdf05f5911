/** The pictures of the guide "Why did my cell hang?". */
import { Debugging } from '../workbench/debugging.ts';
import type { Scene } from './scene.ts';

export const hang: Scene = {
  name: 'hang',
  options: { size: { width: 1280, height: 860 } },
  async play(workbench, save) {
    const debug = new Debugging(workbench);
    const yields = workbench.text('yielded after');
    await workbench.openFile('09-hangs.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.runCommand('Cellscope: Show Timeline');
    await yields.first().waitFor();
    for (let count = 2; count <= 7; count += 1) {
      await workbench.runAndPick('Cellscope: Wait on Cell…', /^1\.0 s/);
      await yields.nth(count - 1).waitFor();
    }
    await workbench.runCommand('Problems: Focus on Problems View');
    await workbench.page
      .getByText(/still ran .* after its last nested call/)
      .first()
      .waitFor();
    await workbench.closeToasts();
    await save('hang-symptom');
    await workbench.runCommand('View: Hide Panel');
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Cellscope: Terminate Cell…');
    await workbench.runAndPick('Cellscope: Open Rollout…', /months/);
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    const viewer = workbench.viewer();
    await viewer.timeline().waitFor();
    await viewer.showOutline();
    await viewer.showDetails(/^read_file .*failed/);
    await viewer
      .details()
      .getByText(/no such file|not found|does not exist/i)
      .first()
      .waitFor();
    await viewer.showTimeline();
    await workbench.closeToasts();
    await save('hang-timeline');
    await workbench.runCommand('View: Close All Editors');
    await workbench.openFile('09-hangs.cell.js');
    await debug.pressF5();
    await debug.console(/^tool-4 .* is given an error/).waitFor();
    await debug.pressTo('F6', 19);
    await debug.pressTo('F10', 18);
    await workbench.foldSection('Watch');
    await debug.unfold(/^Scope Block/, /^counted/);
    await debug.unfold(/^Scope Block/, /^months/);
    // Both in sight at once: they stand at the top.
    await workbench.page.getByRole('tree', { name: 'Debug Variables' }).hover();
    await workbench.page.mouse.wheel(0, -5_000);
    await debug.variable(/^months/).waitFor();
    await workbench.closeToasts();
    await save('hang-debugger');
  },
};

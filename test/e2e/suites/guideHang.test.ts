import { describe, expect, test } from 'vitest';
import { Debugging } from '../workbench/debugging.ts';
import { inWorkbench } from '../workbench/inWorkbench.ts';

/** What `docs/why-did-my-cell-hang.md` says, step by step. */
describe('the guide to a cell that hangs', () => {
  const opened = inWorkbench({ size: { width: 1280, height: 1000 } });
  const debug = () => new Debugging(opened());

  test('begins with yields, and a problem that says what it is not', async () => {
    const workbench = opened();
    const yields = workbench.text('yielded after');
    await workbench.openFile('09-hangs.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.runCommand('Cellscope: Show Timeline');
    await yields.first().waitFor();
    await workbench.runAndPick('Cellscope: Wait on Cell…', /the usual time/);
    await yields.nth(1).waitFor();
    await workbench.runCommand('Problems: Focus on Problems View');
    const problem = workbench.page.getByRole('treeitem', { name: /still ran .* after its last nested call had ended/ });
    await problem.first().waitFor();
    await expect.poll(() => problem.count()).toBe(1);
  });

  test('finds the call that failed on the timeline', async () => {
    const viewer = opened().viewer();
    await viewer.showOutline();
    await viewer.showDetails(/^read_file failed/);
    await viewer
      .details()
      .getByText(/04-july.* does not exist/)
      .first()
      .waitFor();
    await expect.poll(() => viewer.item(/^read_file failed/).count()).toBe(1);
    await opened().runCommand('Cellscope: Terminate Cell…');
    await opened()
      .statusItem(/live cell/)
      .waitFor({ state: 'detached' });
  });

  test('stops where the cell waits, and sees why the loop goes on', async () => {
    await opened().openFile('09-hangs.cell.js');
    await debug().pressF5();
    await debug()
      .console(/^tool-4 \(read_file\) is given an error/)
      .waitFor();
    await debug().pressTo('F6', 19);
    await debug()
      .pending(/^timer-\d+ 500 ms/)
      .waitFor();
    await debug()
      .frame(/count: 1 of 4 calls not back from this await, line 10/)
      .waitFor();
    await debug().pressTo('F10', 18);
    await debug().unfold(/^Scope Block/, /^counted, value Map\(3\)/);
    await debug().unfold(/^Scope Block/, /^months, value Array\(4\)/);
    await expect
      .poll(() =>
        debug()
          .variable(/^months, value Array\(4\)/)
          .count(),
      )
      .toBe(1);
  });

  test('proves it with a result for the call that failed', async () => {
    await debug().tick('Failures of Calls and of the Cell');
    await debug().pressButton('Restart', debug().reason(/^tool-4 \(read_file\) has failed/));
    const give = opened().page.getByRole('button', { name: 'Give this to tool-4' });
    await debug().chooseOn(/^tool-4/, 'Change the Result…', give);
    await opened().write(opened().editor(/^tool-4 read_file\.json/), '{ "text": "Tomato." }');
    await debug().give('tool-4');
    await debug()
      .pending(/^tool-4 read_file, has its result/)
      .waitFor();
    await debug().press('F5', debug().console('04-july: tomato'));
    await debug().over();
    await expect.poll(() => debug().console('The cell has completed').count()).toBe(1);
  });
});

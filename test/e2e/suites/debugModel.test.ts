import { describe, expect, test } from 'vitest';
import { Debugging } from '../workbench/debugging.ts';
import { inWorkbench } from '../workbench/inWorkbench.ts';

const cell = `// @exec: {"yield_time_ms": 600000}
const first = tools.exec_command({ cmd: 'sleep 600', yield_time_ms: 600000 });
const second = tools.exec_command({ cmd: 'sleep 601', yield_time_ms: 600000 });
text('before');
yield_control();
text('after');
const page = await tools.read_file({ path: 'garden/plants.csv' });
await Promise.all([first, second]);
`;

const byHand = /waits again only when you say so/;

/** The tests follow one another as a person would go on. */
describe('a person who acts as the model', () => {
  const opened = inWorkbench({ size: { width: 1280, height: 1200 }, files: { 'model.cell.js': cell } });
  const debug = () => new Debugging(opened());

  test('stops at calls of a tool, by a breakpoint of its name', async () => {
    await opened().openFile('model.cell.js');
    await opened().runCommand('View: Show Run and Debug');
    await debug().pressF5();
    await opened().pick(/Always allow exec_command/);
    await debug().console('before').waitFor();
    await debug().breakAtCallsOf('exec_command');
    await debug().stop();
    await debug().pressF5();
    await debug().reason('tool-1 calls exec_command').waitFor();
    await debug().standsAt(2);
    await debug().press('F5', debug().reason('tool-2 calls exec_command'));
    await debug().standsAt(3);
    await expect.poll(() => debug().console('before').count()).toBe(0);
  });

  test('stops where the cell yields, and lets it run on unobserved', async () => {
    await debug().chooseOn(/the model waits/, 'Wait Only When Told To', debug().pending(byHand));
    await debug().tick('Yields');
    await debug().press('F5', debug().reason(/^The cell yields: it called yield_control/));
    await debug().standsAt(5);
    await debug().chooseToStopAt('read_file');
    await debug().press('F5', debug().reason('tool-3 calls read_file'));
    await debug().standsAt(7);
    await debug().press('F5', debug().console('tool-3 (read_file) is given its result'));
    await debug().press('F6', debug().reason('Paused'));
    await debug().pending(byHand).filter({ hasText: 'does not wait' }).waitFor();
    await expect
      .poll(() =>
        debug()
          .console(/^A wait observes the cell/)
          .count(),
      )
      .toBe(0);
  });

  test('waits with a time of their own, until the cell yields for it', async () => {
    const { input } = opened();
    await input.answer(() => debug().pressOn(byHand, 'Wait as the Model Would…', input.field()), '300');
    await debug().pending(byHand).filter({ hasText: 'waits for the cell' }).waitFor();
    await debug().press('F5', debug().reason('The cell yields: the time to wait is over'));
    await expect.poll(() => debug().console('A wait observes the cell, for 300 ms at most').count()).toBe(1);
  });

  test('terminates it, and sees its calls cancelled one after the other', async () => {
    await debug().tick('Cancellations When a Cell Is Terminated');
    const cancelled = (call: string) => debug().reason(new RegExp(`^${call} \\(exec_command\\) is cancelled`));
    await debug().pressOn(byHand, 'Terminate as the Model Would', cancelled('tool-1'));
    await debug().press('F5', cancelled('tool-2'));
    await debug().press('F5', debug().console('The cell has terminated'));
    await debug().over();
    await expect.poll(() => opened().cellProcesses()).toEqual([]);
  });
});

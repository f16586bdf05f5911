import { describe, expect, test } from 'vitest';
import { Debugging } from '../workbench/debugging.ts';
import { inWorkbench } from '../workbench/inWorkbench.ts';

const endless = `let turns = 0;
text('begun');
while (true) {
  turns += 1;
}
`;
const builtIn = `text('begun');
[].indexOf.call({ length: 2 ** 53 - 1 }, 1);
`;

/** The tests follow one another as a person would go on. */
describe('a person at a cell that does not come to rest', () => {
  const opened = inWorkbench({
    size: { width: 1280, height: 1000 },
    files: { 'endless.cell.js': endless, 'builtIn.cell.js': builtIn },
  });
  const debug = () => new Debugging(opened());

  test('pauses an endless loop, and walks round in it', async () => {
    await opened().openFile('endless.cell.js');
    await debug().clickGutter(2);
    await debug().pressF5();
    await debug().standsAt(2);
    await debug().press('F5', debug().console('begun'));
    await debug().press('F6', debug().reason('Paused'));
    await debug().press('F10', debug().reason('Step'));
    await debug()
      .variable(/^turns, value \d+/)
      .waitFor();
    await expect
      .poll(() =>
        debug()
          .frame(/Frame \(cell\), line [34], /)
          .count(),
      )
      .toBe(1);
  });

  test('starts it anew, and nothing of the run before is told', async () => {
    await debug().press('Control+Shift+F5', debug().frame(/line 2, /));
    await debug().standsAt(2);
    await expect.poll(() => debug().console(/./).count()).toBe(0);
    await debug().stop();
    await expect.poll(() => opened().cellProcesses()).toEqual([]);
  });

  test('is told that a built-in function cannot be paused, and ends it', async () => {
    await opened().openFile('builtIn.cell.js');
    await debug().pressF5();
    await debug().console('begun').waitFor();
    const late = debug().console(/^The cell cannot be paused yet/);
    await debug().press('F6', late);
    await expect.poll(() => late.count()).toBe(1);
    await debug().stop();
    await expect.poll(() => opened().cellProcesses()).toEqual([]);
  });
});

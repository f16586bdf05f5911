import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Debugging } from '../workbench/debugging.ts';
import { inWorkbench } from '../workbench/inWorkbench.ts';
import { isAlive } from '../workbench/processes.ts';

const cell = `const late = setTimeout(() => text('late'), 600000);
store('visits', 3);
text('begun');
let seeds = 20;
const list = tools.list_directory({ path: 'garden' });
seeds = seeds + 1;
const found = await list;
text(found.entries.length);
function grow(plants) {
  const tall = plants * 2;
  return tall;
}
const grown = grow(seeds);
text('grown: ' + grown);
await new Promise(done => setTimeout(done, 600000));
`;

/** The tests follow one another as a person would go on. */
describe('a person who steps through a cell', () => {
  const opened = inWorkbench({ size: { width: 1280, height: 1200 }, files: { 'plants.cell.js': cell } });
  const debug = () => new Debugging(opened());
  let pids: number[] = [];

  test('stops at a breakpoint set in the gutter, by F5 alone', async () => {
    await opened().openFile('plants.cell.js');
    await debug().clickGutter(6);
    await debug().pressF5();
    await debug().standsAt(6);
    await debug().reason('Breakpoint').waitFor();
    pids = opened().cellProcesses();
    expect(pids).toHaveLength(1);
    expect(existsSync(join(opened().folder, '.vscode/launch.json'))).toBe(false);
  });

  test('sees locals, and what an editor has no word for', async () => {
    const { unfold, fold, variable } = bound(debug());
    await unfold(/^Scope Block/, /^seeds, value 20/);
    await expect.poll(() => variable(/^found, value not initialised yet/).count()).toBe(1);
    await fold(/^Scope Block/);
    await unfold(/^Scope Pending Calls \(1\)/, /^tool-1, value list_directory/);
    await unfold(/^tool-1/, /^age, value /);
    await unfold(/^input/, /^path, value "garden"/);
    await fold(/^Scope Pending Calls/);
    await unfold(/^Scope Timers \(1\)/, /^timer-1, value 600000 ms, .+ left/);
    await fold(/^Scope Timers/);
    await unfold(/^Scope Stored Values/, /^visits \(not committed\), value 3/);
    await fold(/^Scope Stored Values/);
    await unfold(/^Scope Output \(1\)/, /^0, value begun/);
    await fold(/^Scope Output/);
    await unfold(/^Scope What the Model Would See/, /begun/);
    await fold(/^Scope What the Model Would See/);
  });

  test('reads a value under the pointer', async () => {
    await debug().hover('seeds = seeds + 1;', 'seeds', '20');
  });

  test('writes another value', async () => {
    await debug().unfold(/^Scope Block/, /^seeds, value 20/);
    await debug().setVariable(/^seeds, value 20/, '30', /^seeds, value 30/);
    await expect
      .poll(() =>
        debug()
          .variable(/^seeds, value 20/)
          .count(),
      )
      .toBe(0);
  });

  test('steps over a line, and over an await that leaves the isolate', async () => {
    await debug().pressTo('F10', 7);
    await debug().pressTo('F10', 8);
    await debug()
      .variable(/^seeds, value 31/)
      .waitFor();
    const result = debug().console('tool-1 (list_directory) is given its result');
    await result.waitFor();
    await expect.poll(() => result.count()).toBe(1);
  });

  test('steps into a function and out of it', async () => {
    await debug().pressTo('F10', 13);
    await debug().pressTo('F11', 10);
    await debug()
      .frame(/Frame grow, line 10/)
      .waitFor();
    await debug().pressTo('Shift+F11', 14);
    await expect.poll(() => debug().frame(/Frame/).count()).toBe(1);
  });

  test('goes on, and finds its own value in the output', async () => {
    await debug().press('F5', debug().console('grown: 62'));
    await expect.poll(() => debug().console('grown: 62').count()).toBe(1);
  });

  test('ends the cell with Shift+F5, and nothing of it is left', async () => {
    await debug().stop();
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
    await expect.poll(() => opened().cellProcesses()).toEqual([]);
  });
});

function bound(debug: Debugging): Pick<Debugging, 'unfold' | 'fold' | 'variable'> {
  return {
    unfold: debug.unfold.bind(debug),
    fold: debug.fold.bind(debug),
    variable: debug.variable.bind(debug),
  };
}

import { describe, expect, test } from 'vitest';
import { Debugging } from '../workbench/debugging.ts';
import { inWorkbench } from '../workbench/inWorkbench.ts';

const cell = `// @exec: {"yield_time_ms": 600000}
const say = name => value => text(name + ': ' + JSON.stringify(value));
const all = [
  tools.read_file({ path: 'garden/plants.csv' }).then(say('plants')),
  tools.list_directory({ path: 'garden' }).then(say('garden')),
  tools.search_text({ query: 'bee' }).catch(say('bees')),
  tools.exec_command({ cmd: 'sleep 600', yield_time_ms: 600000 }).then(say('sleeper'), say('sleeper')),
];
setTimeout(() => text('the alarm rang'), 600000);
text('begun');
await Promise.all(all);
`;

/** The tests follow one another as a person would go on. */
describe('a person who acts on what a cell waits for', () => {
  const opened = inWorkbench({ size: { width: 1280, height: 1000 }, files: { 'waits.cell.js': cell } });
  const debug = () => new Debugging(opened());

  test('finds every pending call and timer in a view of their own', async () => {
    await opened().openFile('waits.cell.js');
    await debug().clickGutter(10);
    await debug().pressF5();
    await opened().pick(/Allow once/);
    await debug().standsAt(10);
    for (const row of [/^tool-1 read_file, has its result/, /^tool-2 list_directory, has its result/]) {
      await debug().pending(row).waitFor();
    }
    await debug()
      .pending(/^tool-4 exec_command, open for .*sleep 600/)
      .waitFor();
    await debug()
      .pending(/^timer-1 10 min 0 s/)
      .waitFor();
    await expect
      .poll(() =>
        debug()
          .pending(/^tool-/)
          .count(),
      )
      .toBe(4);
  });

  test('delivers one result now, before the others', async () => {
    await debug().pressOn(/^tool-2/, 'Deliver Now', debug().console(/^garden: \{"path":"garden"/));
    await debug()
      .pending(/^tool-2/)
      .waitFor({ state: 'detached' });
    await expect
      .poll(() =>
        debug()
          .console(/^plants: /)
          .count(),
      )
      .toBe(0);
    await expect
      .poll(() =>
        debug()
          .pending(/^tool-1/)
          .count(),
      )
      .toBe(1);
  });

  test('changes a result in an editor, and cannot save what is no JSON', async () => {
    const give = opened().page.getByRole('button', { name: 'Give this to tool-1' });
    await debug().chooseOn(/^tool-1/, 'Change the Result…', give);
    const editor = opened().editor(/^tool-1 read_file\.json/);
    await opened().write(editor, '{ "text": mine }');
    await opened().saveInVain(editor, /Failed to save .* A result is JSON/);
    await opened().write(editor, '{ "text": "mine" }');
    await debug().give('tool-1');
    await debug().pressOn(/^tool-1/, 'Deliver Now', debug().console('plants: {"text":"mine"}'));
    await expect.poll(() => debug().console(/^bees/).count()).toBe(0);
  });

  test('keeps a result back while the cell goes on, until it is held no longer', async () => {
    const held = debug().pending(/^tool-3 search_text, held back/);
    await debug().chooseOn(/^tool-3/, 'Hold It Back', held);
    await debug().press('F5', debug().reason('Running'));
    await debug().press('F6', debug().reason('Paused'));
    await held.waitFor();
    await expect.poll(() => debug().console(/^bees/).count()).toBe(0);
    const ready = debug().pending(/^tool-3 search_text, (has its result|has failed)/);
    await debug().chooseOn(/^tool-3/, 'Hold It Back No Longer', ready);
    await expect.poll(() => held.count()).toBe(0);
  });

  test('lets a call fail', async () => {
    const { input } = opened();
    await input.answer(() => debug().chooseOn(/^tool-3/, 'Make It Fail…', input.field()), 'no bees today');
    await debug()
      .pending(/^tool-3 search_text, has failed/)
      .waitFor();
    await debug().pressOn(/^tool-3/, 'Deliver Now', debug().console('bees: "no bees today"'));
    await debug()
      .pending(/^tool-3/)
      .waitFor({ state: 'detached' });
    await expect
      .poll(() =>
        debug()
          .pending(/^tool-4/)
          .count(),
      )
      .toBe(1);
  });

  test('fires a timer early', async () => {
    await debug().pressOn(/^timer-1/, 'Fire Now', debug().console('the alarm rang'));
    await debug()
      .pending(/^timer-1/)
      .waitFor({ state: 'detached' });
    await expect.poll(() => debug().console('the alarm rang').count()).toBe(1);
  });

  test('cancels one call, whose tool ends, and the cell with it', async () => {
    const ended = debug().pending(/^tool-4 exec_command, (has failed|has its result)/);
    await debug().chooseOn(/^tool-4/, 'Cancel the Call', ended);
    await debug().press('F5', debug().console(/^sleeper/));
    await debug().over();
    await expect.poll(() => opened().cellProcesses()).toEqual([]);
  });
});

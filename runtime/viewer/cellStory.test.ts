import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { describe } from './describe.ts';

function story(build: (rollout: RolloutBuilder) => void): string[] {
  const rollout = new RolloutBuilder().thread().turn('turn-1').at(10);
  build(rollout);
  const details = describe(rollout.graph, { kind: 'code_cell', id: 'code_cell:call-1' });
  return (details?.story ?? []).map(row => `${row.atMs} ${row.side}: ${row.text}`);
}

test('both sides of a cell that yielded are told in order of time', () => {
  const rows = story(rollout => {
    rollout.at(20).exec('call-1', 'turn-1', '7', 'await tools.exec_command({ cmd: "make" })');
    rollout.at(30).nested('exec-a', 'call-1', { type: 'exec_command' });
    rollout.at(120).respond('call-1', 'yielded').output('call-1', 'Script running with cell ID 7', 'half');
    rollout.at(130).wait('wait-1', 'turn-1', 'call-1', { cell_id: '7' });
    rollout.at(190).endCall('exec-a', 'failed').endCell('call-1', 'completed').endCall('wait-1');
  });
  expect(rows).toEqual([
    '20 model: Submitted the cell',
    '30 runtime: Called exec_command',
    '120 runtime: Yielded and runs on',
    '120 model: Saw “Script running with cell ID 7 half”',
    '130 model: Waited for it',
    '190 runtime: exec_command failed after 160 ms',
    '190 runtime: Ended: completed',
    '190 model: Got the answer: completed',
  ]);
});

test('a wait that terminates is told as such', () => {
  const rows = story(rollout => {
    rollout.at(20).exec('call-1', 'turn-1', '7', 'for (;;);');
    rollout.at(50).respond('call-1', 'yielded');
    rollout.at(60).wait('wait-1', 'turn-1', 'call-1', { cell_id: '7', terminate: true });
  });
  expect(rows).toContain('60 model: Asked to terminate it');
});

test('of a great many calls the first are told and the rest is counted', () => {
  const rows = story(rollout => {
    rollout.at(20).exec('call-1', 'turn-1', '7', 'many');
    for (let call = 0; call < 130; call++)
      rollout.at(30 + call).nested(`n-${call}`, 'call-1', { type: 'exec_command' });
  });
  expect(rows.filter(row => row.includes('Called exec_command'))).toHaveLength(100);
  expect(rows.at(-1)).toMatch(/and 30 more nested calls$/);
});

import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { waitOnDeadCell } from './waitOnDeadCell.ts';

const cell = () => new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'text(1)');

test('a failed wait for a cell that was collected before names the cell and how long ago', () => {
  const build = cell().at(100).respond('call-1', 'completed').at(1600);
  build.wait('wait-1', 't', 'call-1', { cell_id: '1' }).endCall('wait-1', 'failed');
  expect(waitOnDeadCell(build.graph)).toEqual([
    {
      severity: 'warning',
      code: 'wait-on-dead-cell',
      message: 'wait-1 waits for cell 1, which was over and collected 1.5 s before',
      refs: [
        { kind: 'tool_call', id: 'wait-1' },
        { kind: 'code_cell', id: 'code_cell:call-1' },
      ],
    },
  ]);
});

test('a failed wait for a cell that never was names the id it asked for', () => {
  const build = cell().wait('wait-1', 't', null, { cell_id: '99' }).endCall('wait-1', 'failed');
  expect(waitOnDeadCell(build.graph).map(found => found.message)).toEqual([
    'wait-1 waits for cell 99, which this thread never had',
  ]);
});

test('a wait that collects a failure is no wait on a dead cell', () => {
  const build = cell().respond('call-1', 'yielded').wait('wait-1', 't', 'call-1', { cell_id: '1' });
  build.at(50).endCell('call-1', 'failed').endCall('wait-1', 'failed');
  expect(waitOnDeadCell(build.graph)).toEqual([]);
});

test('a second observer that is turned away found its cell alive', () => {
  const build = cell().respond('call-1', 'yielded').wait('wait-1', 't', 'call-1', { cell_id: '1' });
  build.wait('wait-2', 't', 'call-1', { cell_id: '1' }).endCall('wait-2', 'failed');
  expect(waitOnDeadCell(build.graph)).toEqual([]);
});

test('a wait for a cell that was ended with its turn does not say that it was collected', () => {
  const build = cell().respond('call-1', 'yielded').at(100).endTurn('t', 'cancelled').turn('u').at(400);
  build.wait('wait-1', 'u', 'call-1', { cell_id: '1' }).endCall('wait-1', 'failed');
  expect(waitOnDeadCell(build.graph).map(found => found.message)).toEqual([
    'wait-1 waits for cell 1, which had ended with its turn 300 ms before',
  ]);
});

test('a wait that is turned away because another observes is for a cell that lives, whatever became of its turn', () => {
  const build = cell().respond('call-1', 'yielded').at(100).endTurn('t', 'cancelled').turn('u').at(400);
  build.wait('wait-1', 'u', 'call-1', { cell_id: '1' }).endCall('wait-1', 'failed');
  build.output('wait-1', 'exec cell 1 already has an active observer');
  expect(waitOnDeadCell(build.graph)).toEqual([]);
});

test('a clock that was set back makes no time below none', () => {
  const build = cell().at(1000).respond('call-1', 'completed').at(400);
  build.wait('wait-1', 't', 'call-1', { cell_id: '1' }).endCall('wait-1', 'failed');
  expect(waitOnDeadCell(build.graph)[0]?.message).toBe(
    'wait-1 waits for cell 1, which was over and collected 0 ms before',
  );
});

import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { terminationSurvivor } from './terminationSurvivor.ts';

/** A cell with a process, terminated at 100 ms. */
function terminated() {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x').respond('call-1', 'yielded');
  build.nested('a', 'call-1', { type: 'exec_command' }).process('op-1', 'a', 'sleep 60').at(90);
  build.wait('wait-1', 't', 'call-1', { cell_id: '1', terminate: true }).at(100);
  return build.endCell('call-1', 'terminated').endCall('wait-1');
}

test('a process that ends well after the termination was acknowledged survived it', () => {
  expect(terminationSurvivor(terminated().at(5100).endProcess('op-1', 0).graph)).toEqual([
    {
      severity: 'error',
      code: 'termination-survivor',
      message: '`sleep 60` went on for 5 s after cell 1 was said to be terminated',
      refs: [
        { kind: 'terminal_operation', id: 'op-1' },
        { kind: 'code_cell', id: 'code_cell:call-1' },
      ],
    },
  ]);
});

test('a process whose end was never recorded may still be there, once the rollout is over', () => {
  expect(terminationSurvivor(terminated().graph)).toEqual([]);
  expect(terminationSurvivor(terminated().endRollout().graph)).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('not known to have ended') },
  ]);
});

test('a process that dies with its cell is no survivor', () => {
  expect(terminationSurvivor(terminated().at(200).endProcess('op-1', 137).endRollout().graph)).toEqual([]);
});

test('a background process of a cell that completed is meant to live on', () => {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x');
  build.nested('a', 'call-1', { type: 'exec_command' }).process('op-1', 'a', 'serve').endCall('a');
  expect(terminationSurvivor(build.respond('call-1', 'completed').endRollout().graph)).toEqual([]);
});

test('a process that goes on after the turn of its cell was cancelled is told, though nobody was told that it is over', () => {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x').respond('call-1', 'yielded');
  build.nested('a', 'call-1', { type: 'exec_command' }).process('op-1', 'a', 'sleep 60').at(100);
  build.endTurn('t', 'cancelled').at(5100).endProcess('op-1', 137);
  expect(terminationSurvivor(build.graph)).toMatchObject([
    { severity: 'warning', message: '`sleep 60` went on for 5 s after cell 1 had ended with its turn' },
  ]);
});

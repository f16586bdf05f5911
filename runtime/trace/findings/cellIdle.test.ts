import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { cellIdle } from './cellIdle.ts';

function waitedUntil(ms: number) {
  const build = new RolloutBuilder()
    .thread()
    .turn('t')
    .exec('call-1', 't', '1', 'await never')
    .respond('call-1', 'yielded');
  build.nested('a', 'call-1', { type: 'apply_patch' }).at(1000).endCall('a');
  return build.wait('wait-1', 't', 'call-1', { cell_id: '1' }).at(ms).endCall('wait-1');
}

test('a cell that still yields long after its last nested call is idle', () => {
  expect(cellIdle(waitedUntil(11_000).graph)).toMatchObject([
    {
      severity: 'warning',
      code: 'cell-idle',
      message:
        'cell 1 still ran 10 s after its last nested call had ended: it sits on a timer or on a promise that nobody settles',
      refs: [{ id: 'code_cell:call-1' }, { id: 'wait-1' }],
    },
  ]);
});

test('a cell with a nested call under way is at work', () => {
  expect(cellIdle(waitedUntil(11_000).nested('b', 'call-1', { type: 'apply_patch' }).graph)).toEqual([]);
});

test('a result that merely lay uncollected is not idling', () => {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x').respond('call-1', 'yielded');
  build.nested('a', 'call-1', { type: 'apply_patch' }).at(1000).endCall('a');
  build.at(60_000).wait('wait-1', 't', 'call-1', { cell_id: '1' }).endCell('call-1', 'completed').endCall('wait-1');
  expect(cellIdle(build.graph)).toEqual([]);
});

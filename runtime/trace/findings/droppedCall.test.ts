import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { droppedCall } from './droppedCall.ts';

const cell = () => {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'tools.apply_patch()');
  return build.nested('a', 'call-1', { type: 'apply_patch' });
};

test('a call still under way when its cell completed was dropped', () => {
  expect(droppedCall(cell().respond('call-1', 'completed').graph)).toEqual([
    {
      severity: 'warning',
      code: 'call-dropped',
      message: 'apply_patch (a) was still under way when cell 1 completed: nobody awaited it, and its result is lost',
      refs: [
        { kind: 'tool_call', id: 'a' },
        { kind: 'code_cell', id: 'code_cell:call-1' },
      ],
    },
  ]);
});

test('a call that was cancelled so that its cell could complete was dropped as well', () => {
  expect(droppedCall(cell().endCall('a', 'cancelled').respond('call-1', 'completed').graph)).toHaveLength(1);
});

test('a call in flight when its cell threw is told, but is nobody’s mistake', () => {
  expect(droppedCall(cell().respond('call-1', 'failed').graph)).toMatchObject([{ severity: 'info' }]);
});

test('awaited calls, and those of cells that run on or were terminated, were not dropped', () => {
  expect(droppedCall(cell().endCall('a').respond('call-1', 'completed').graph)).toEqual([]);
  expect(droppedCall(cell().respond('call-1', 'yielded').graph)).toEqual([]);
  expect(droppedCall(cell().respond('call-1', 'yielded').endCell('call-1', 'terminated').graph)).toEqual([]);
});

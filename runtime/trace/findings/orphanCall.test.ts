import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { orphanCall } from './orphanCall.ts';

test('a nested call of a cell that is not in the rollout is an orphan', () => {
  const build = new RolloutBuilder().thread().turn('t').nested('a', 'lost', { type: 'apply_patch' });
  expect(orphanCall(build.graph)).toEqual([
    {
      severity: 'warning',
      code: 'orphan-call',
      message:
        'apply_patch (a) was made by code_cell:lost, which is not in this rollout: the model call that asked for the cell is missing',
      refs: [{ kind: 'tool_call', id: 'a' }],
    },
  ]);
});

test('a nested call after the end of its cell is an orphan, one before it is not', () => {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x');
  build.nested('a', 'call-1', { type: 'apply_patch' }).respond('call-1', 'completed');
  build.nested('b', 'call-1', { type: 'apply_patch' });
  expect(orphanCall(build.graph).map(found => found.message)).toEqual([
    'apply_patch (b) was made after cell 1 had ended',
  ]);
});

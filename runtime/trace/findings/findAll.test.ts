import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { findAll } from './findAll.ts';

test('the gravest findings come first, and every one of them names an object of the rollout', () => {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x').respond('call-1', 'yielded');
  build.nested('a', 'call-1', { type: 'exec_command' }).process('op-1', 'a', 'sleep 60').at(90).endTurn('t').turn('t2');
  build.wait('wait-1', 't2', 'call-1', { cell_id: '1', terminate: true }).at(100);
  build.endCell('call-1', 'terminated').endCall('wait-1').at(9000).endProcess('op-1', 0);
  build.wait('wait-2', 't2', 'call-1', { cell_id: '1' }).endCall('wait-2', 'failed');
  const found = findAll(build.graph);
  expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
    'error termination-survivor',
    'warning wait-on-dead-cell',
    'info cell-outlived-turn',
  ]);
  for (const { refs } of found) for (const { kind, id } of refs) expect(build.graph[`${kind}s`].has(id)).toBe(true);
});

test('a rollout in which all went well has no findings', () => {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x');
  build
    .nested('a', 'call-1', { type: 'apply_patch' })
    .endCall('a')
    .respond('call-1', 'completed')
    .endTurn('t')
    .endRollout();
  expect(findAll(build.graph)).toEqual([]);
});

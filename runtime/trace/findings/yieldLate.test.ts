import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { yieldLate } from './yieldLate.ts';

const messages = (build: RolloutBuilder) => yieldLate(build.graph).map(found => found.message);
const exec = (source: string) => new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', source);
const pragma = (ms: number) => `// @exec: {"yield_time_ms": ${ms}}\ntext(1)`;

test('an exec that came back later than its pragma promised says by how much', () => {
  expect(messages(exec(pragma(200)).at(3200).respond('call-1', 'yielded'))).toEqual([
    'the exec of cell 1 came back after 3.2 s, promised 200 ms: 3 s late',
  ]);
});

test('a result counts like a yield: control came back late either way', () => {
  expect(messages(exec(pragma(200)).at(3200).respond('call-1', 'completed'))).toHaveLength(1);
});

test('a wait that came back late, or never before its turn was over, is late', () => {
  const build = exec(pragma(0)).respond('call-1', 'yielded');
  build.wait('wait-1', 't', 'call-1', { cell_id: '1', yield_time_ms: 100 }).at(1100).endCall('wait-1');
  build.wait('wait-2', 't', 'call-1', { cell_id: '1', yield_time_ms: 100 }).at(61_100).endTurn('t', 'cancelled');
  expect(messages(build)).toEqual([
    'wait-1 came back after 1.1 s, promised 100 ms: 1 s late',
    'wait-2 came back after 1 min, promised 100 ms: 59.9 s late',
  ]);
});

test('nobody is late within the tolerance, the grace of long promises, or the longer defaults of other hosts', () => {
  expect(messages(exec(pragma(200)).at(690).respond('call-1', 'yielded'))).toEqual([]);
  expect(messages(exec(pragma(10_000)).at(11_100).respond('call-1', 'yielded'))).toEqual([]);
  expect(messages(exec('text(1)').at(31_100).respond('call-1', 'yielded'))).toEqual([]);
});

test('without a promise of its own only the longest default counts', () => {
  expect(messages(exec('text(1)').at(60_000).respond('call-1', 'yielded'))).toEqual([
    'the exec of cell 1 came back after 1 min, promised 10 s (default): 50 s late',
  ]);
});

test('a termination may take its time', () => {
  const build = exec(pragma(0))
    .respond('call-1', 'yielded')
    .wait('w', 't', 'call-1', { cell_id: '1', terminate: true });
  build.at(60_000).endCell('call-1', 'terminated').endCall('w');
  expect(messages(build)).toEqual([]);
});

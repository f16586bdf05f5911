import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { waitPolling } from './waitPolling.ts';

/** A cell, and waits that yield after 10 s each, each asked for by a model call. */
function polled(waits: number) {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x').respond('call-1', 'yielded');
  for (let n = 1; n <= waits; n++) {
    const at = n * 20_000;
    build.at(at).inference(`m${n}`, 't').endInference(`m${n}`, { input_tokens: 1000 });
    build
      .wait(`wait-${n}`, 't', 'call-1', { cell_id: '1' }, `m${n}`)
      .at(at + 10_000)
      .endCall(`wait-${n}`);
  }
  return build;
}

test('waits in a row that only yield are a polling loop, with its price', () => {
  expect(waitPolling(polled(3).graph)).toEqual([
    {
      severity: 'warning',
      code: 'wait-polling',
      message:
        '3 waits in a row for cell 1 brought only another yield, over 50 s, at the price of 3,000 input tokens (30 cached) and 60 output tokens: wait longer at once (yield_time_ms)',
      refs: ['code_cell:call-1', 'wait-1', 'wait-2', 'wait-3'].map(id =>
        id.startsWith('code') ? { kind: 'code_cell', id } : { kind: 'tool_call', id },
      ),
    },
  ]);
});

test('where nobody reported what it cost, polling is only told', () => {
  const build = polled(3);
  for (const call of build.graph.inference_calls.values()) call.usage = null;
  expect(waitPolling(build.graph)).toMatchObject([
    { severity: 'info', message: expect.stringMatching(/over 50 s: wait longer/) },
  ]);
});

test('two waits are patience', () => {
  expect(waitPolling(polled(2).graph)).toEqual([]);
});

test('a wait that collects the result is not part of the loop', () => {
  const build = polled(2).at(70_000).wait('wait-3', 't', 'call-1', { cell_id: '1' });
  expect(waitPolling(build.endCell('call-1', 'completed').endCall('wait-3').graph)).toEqual([]);
});

test('a model that does other work between its waits does not poll', () => {
  const build = polled(3);
  build.call('patch-1', 't', { type: 'apply_patch' }, '{}', 'm3').endCall('patch-1');
  expect(waitPolling(build.graph)).toEqual([]);
});

import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { waitBill } from './waitBill.ts';

const usage = { input_tokens: 1000, cached_input_tokens: 900, output_tokens: 10 };

/** Three waits of 1 s on a cell, at 1 s, 3 s and 5 s, each asked for by a model call of its own; the last collects. */
function polled() {
  const build = new RolloutBuilder().at(0).thread().turn('t').inference('m', 't').endInference('m', usage);
  build.exec('call', 't', '7', 'x', 'm').at(500).respond('call', 'yielded');
  for (const [index, at] of [1000, 3000, 5000].entries()) {
    build
      .at(at - 400)
      .inference(`m${index}`, 't')
      .endInference(`m${index}`, usage);
    build
      .at(at)
      .wait(`w${index}`, 't', 'call', { cell_id: '7', yield_time_ms: 1000 }, `m${index}`)
      .at(at + 1000);
    if (index === 2) build.endCell('call', 'completed');
    build.endCall(`w${index}`);
  }
  return build.graph;
}

test('waiting costs its time, and the model calls that asked for nothing else', () => {
  expect(waitBill(polled(), 0, Number.POSITIVE_INFINITY, 6000)).toEqual({
    waits: 3,
    idle: 2,
    waitedMs: 3000,
    modelCalls: 3,
    input: 3000,
    cached: 2700,
    output: 30,
    priced: true,
    allTokens: 4040,
    cells: [
      {
        ref: { kind: 'code_cell', id: 'code_cell:call' },
        name: 'Cell 7',
        waits: 3,
        idle: 2,
        waitedMs: 3000,
        modelCalls: 3,
        input: 3000,
        cached: 2700,
        output: 30,
      },
    ],
  });
});

test('of a stretch of time only what lies in it counts', () => {
  expect(waitBill(polled(), 1500, 3500, 6000)).toMatchObject({ waits: 2, waitedMs: 1000, modelCalls: 2 });
});

test('a wait on a cell that nobody knows has no object to lead to', () => {
  const build = new RolloutBuilder()
    .at(0)
    .thread()
    .turn('t')
    .wait('w', 't', null, { cell_id: '9' })
    .at(10)
    .endCall('w');
  expect(waitBill(build.graph, 0, 100, 100)).toMatchObject({ priced: false, cells: [{ ref: null, waits: 1 }] });
});

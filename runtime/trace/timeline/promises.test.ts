import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import type { CodeCell, ToolCall } from '../model.ts';
import { DEFAULT_YIELD_MS, execPromise, spellOut, waitArguments } from './promises.ts';

function exec(source: string) {
  const { graph } = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', source);
  return execPromise(graph, graph.code_cells.get('code_cell:call-1') as CodeCell);
}

function wait(preview: string) {
  const { graph } = new RolloutBuilder().thread().turn('t').call('w', 't', { type: 'other', name: 'wait' }, preview);
  return waitArguments(graph.tool_calls.get('w') as ToolCall);
}

test('the pragma of a cell says when its exec returns', () => {
  expect(exec('// @exec: {"yield_time_ms": 250, "max_output_tokens": 9}\ntext(1)')).toEqual({
    ms: 250,
    explicit: true,
  });
  expect(exec('  // @exec:{"yield_time_ms":0}\ntext(1)')).toEqual({ ms: 0, explicit: true });
});

test('without a pragma, or with one that says nothing of it, the default is promised', () => {
  const byDefault = { ms: DEFAULT_YIELD_MS, explicit: false };
  expect(exec('text(1)')).toEqual(byDefault);
  expect(exec('// @exec: {"max_output_tokens": 9}\ntext(1)')).toEqual(byDefault);
  expect(exec('// @exec: {"yield_time_ms": -1}\ntext(1)')).toEqual(byDefault);
  expect(exec('\n// @exec: {"yield_time_ms": 5}\ntext(1)')).toEqual(byDefault);
});

test('the arguments of a wait are read from its preview, also from one that was cut', () => {
  expect(wait('{"cell_id":"7","terminate":true}')).toEqual({
    cellId: '7',
    terminate: true,
    ms: DEFAULT_YIELD_MS,
    explicit: false,
  });
  expect(wait('{"cell_id":"7","yield_time_ms":50,"note":"aaaa...')).toEqual({
    cellId: '7',
    terminate: false,
    ms: 50,
    explicit: true,
  });
  expect(wait('nothing of the kind').cellId).toBeNull();
});

test('the arguments of a wait whose preview was cut are those of its payload, once somebody has read it', () => {
  const { graph } = new RolloutBuilder()
    .thread()
    .turn('t')
    .call('w', 't', { type: 'other', name: 'wait' }, `{"note":"${'x'.repeat(150)}...`);
  const call = graph.tool_calls.get('w') as ToolCall;
  expect(waitArguments(call)).toEqual({ cellId: null, terminate: false, ms: DEFAULT_YIELD_MS, explicit: false });
  spellOut(call, { note: 'x', cell_id: '7', yield_time_ms: 120_000, terminate: true });
  expect(waitArguments(call)).toEqual({ cellId: '7', terminate: true, ms: 120_000, explicit: true });
});

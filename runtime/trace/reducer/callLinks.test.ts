/**
 * What belongs to one call, and what only has its id. Every outcome was read off the reference's own state of the same bundle.
 */

import { describe, expect, it } from 'vitest';
import { reduceInMemory } from '../../../test/support/golden/memory.ts';
import { Sketch } from '../../../test/support/golden/sketch.ts';

const call = (type = 'custom_tool_call') => ({ type, call_id: 'c', name: 'exec', input: 'text(1)', arguments: '{}' });
const output = (type = 'custom_tool_call_output') => ({ type, call_id: 'c', output: 'done' });
const there = { thread: 'other', turn: 'other-turn' };
const both = () => new Sketch().begin(there);
const exec = { type: 'other', name: 'exec' };
const stateOf = (sketch: Sketch) => reduceInMemory(sketch.bundle(), true).state;

describe('a cell', () => {
  it.each(['function_call', 'tool_search_call', 'local_shell_call'])(
    'is not there when what has its call id is a %s',
    type => {
      expect(stateOf(new Sketch().cell('1', 'c').request('a', [call(type)])).code_cells).toEqual({});
    },
  );

  it('has the outputs of custom calls only', () => {
    const sketch = new Sketch()
      .request('a', [call()])
      .cell('1', 'c')
      .request('b', [call(), output('function_call_output')]);
    const { code_cells: cells, conversation_items: items } = stateOf(sketch);
    expect(cells['code_cell:c']?.output_item_ids).toEqual([]);
    expect(items['conversation_item:2']?.produced_by).toEqual([]);
  });

  it('has an output that another thread shows afterwards, but none that one showed before', () => {
    const after = both().request('a', [call()]).cell('1', 'c').request('v', [output()], there);
    expect(stateOf(after).code_cells['code_cell:c']?.output_item_ids).toEqual(['conversation_item:2']);
    const before = both().request('v', [output()], there).request('a', [call()]).cell('1', 'c');
    expect(stateOf(before).code_cells['code_cell:c']?.output_item_ids).toEqual([]);
  });

  it('is waited for once its source is known', () => {
    const wait = (sketch: Sketch) => {
      const told = { tool_name: 'wait', payload: { type: 'function', arguments: '{"cell_id":"1"}' } };
      return sketch.call('w', 'w', { type: 'other', name: 'wait' }, { invocation_payload: sketch.payload(told) });
    };
    const early = wait(new Sketch().cell('1', 'c')).request('a', [call()]);
    expect(stateOf(early).code_cells['code_cell:c']?.wait_tool_call_ids).toEqual([]);
    const late = wait(new Sketch().cell('1', 'c').request('a', [call()]));
    expect(stateOf(late).code_cells['code_cell:c']?.wait_tool_call_ids).toEqual(['w']);
  });

  it('may not have the runtime id of another of its thread, even of one that has ended', () => {
    const ended = { runtime_cell_id: '1', status: 'completed' };
    const sketch = new Sketch().request('a', [call()]).cell('1', 'c').event('code_cell_ended', ended).cell('1', 'd');
    const message = 'runtime code cell 1 in thread main mapped to both code_cell:c and code_cell:d';
    expect(() => stateOf(sketch)).toThrow(message);
    const { findings } = reduceInMemory(sketch.bundle(), false);
    expect(findings).toMatchObject([{ code: 'cell-started-twice', message, line: 7 }]);
    expect(() => stateOf(both().cell('1', 'c').cell('1', 'd', there))).not.toThrow();
  });

  it('may not run in a turn of another thread', () => {
    const sketch = both().request('a', [call()]).cell('1', 'c', { thread: 'main', turn: 'other-turn' });
    const message = 'code cell start used thread main, but Codex turn other-turn belongs to other';
    expect(() => stateOf(sketch)).toThrow(message);
  });

  it('that is told to run on after its end ends with its turn', () => {
    const sketch = new Sketch().request('a', [call()]).cell('1', 'c');
    const response_payload = sketch.payload({});
    sketch.event('code_cell_ended', { runtime_cell_id: '1', status: 'running', response_payload });
    sketch.event('codex_turn_ended', { codex_turn_id: 'turn', status: 'cancelled' });
    expect(stateOf(sketch).code_cells['code_cell:c']).toMatchObject({
      runtime_status: 'terminated',
      execution: { status: 'cancelled', ended_seq: 7 },
      raw_result_payload_id: null,
    });
  });
});

describe('a tool call', () => {
  it('has items of another thread that come after it, but none that came before', () => {
    const items = [call('function_call'), output('function_call_output')];
    const after = both().call('k', 'c', exec).request('v', items, there);
    expect(stateOf(after).tool_calls.k?.model_visible_output_item_ids).toEqual(['conversation_item:2']);
    const { tool_calls: tools } = stateOf(both().request('v', items, there).call('k', 'c', exec));
    expect(tools.k?.model_visible_call_item_ids).toEqual([]);
    expect(tools.k?.model_visible_output_item_ids).toEqual([]);
  });

  it('has what another thread had before it and shows again', () => {
    const items = [call(), output()];
    const sketch = both().request('v', items, there).request('a', [call()]).cell('1', 'c').call('k', 'c', exec);
    const { tool_calls: tools, code_cells: cells, conversation_items } = stateOf(sketch.request('w', items, there));
    expect(tools.k?.model_visible_call_item_ids).toEqual(['conversation_item:3', 'conversation_item:1']);
    expect(tools.k?.model_visible_output_item_ids).toEqual(['conversation_item:2']);
    expect(cells['code_cell:c']?.output_item_ids).toEqual(['conversation_item:2']);
    expect(conversation_items['conversation_item:2']?.produced_by.map(({ type }) => type)).toEqual([
      'tool',
      'code_cell',
    ]);
  });

  it('was not asked for by a response that another thread had before', () => {
    const sketch = both().request('v', [], there).response('v', [call()], there).call('k', 'c', exec);
    expect(stateOf(sketch).inference_calls.v?.tool_call_ids_started_by_response).toEqual([]);
  });

  it('that ran before its response is joined by the next items, however often the response has the call', () => {
    const sketch = new Sketch().call('k', 'c', exec).request('a', []).response('a', [call(), call()]);
    expect(stateOf(sketch).inference_calls.a?.tool_call_ids_started_by_response).toEqual([]);
    const { inference_calls: inferences } = stateOf(sketch.request('b', [call()]));
    expect(inferences.a?.tool_call_ids_started_by_response).toEqual(['k']);
  });

  it('starts the cell as long as it is an exec of the model', () => {
    const started = (sketch: Sketch) => stateOf(sketch).tool_calls.k?.started_code_cell_id;
    const told = (sketch: Sketch, kind: object) =>
      sketch.event('tool_call_runtime_started', { tool_call_id: 'k', kind, runtime_payload: sketch.payload({}) });
    const source = () => new Sketch().request('a', [call()]);
    expect(started(source().call('k', 'c', exec).cell('1', 'c'))).toBe('code_cell:c');
    expect(started(told(source().call('k', 'c', exec).cell('1', 'c'), { type: 'apply_patch' }))).toBeUndefined();
    expect(started(told(source().call('k', 'c', { type: 'web' }).cell('1', 'c'), exec))).toBe('code_cell:c');
    const requester = { type: 'code_cell', runtime_cell_id: '1' };
    expect(started(source().cell('1', 'c').call('k', 'c', exec, { requester }))).toBeUndefined();
  });
});

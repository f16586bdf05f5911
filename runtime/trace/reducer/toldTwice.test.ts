/**
 * What two events tell of one thing, and do not fit or fit only just. Every outcome was read off the reference's own state
 * of the same bundle, or its refusal.
 */

import { describe, expect, it } from 'vitest';
import { reduceInMemory } from '../../../test/support/golden/memory.ts';
import { Sketch } from '../../../test/support/golden/sketch.ts';

const stateOf = (sketch: Sketch) => reduceInMemory(sketch.bundle(), true).state;
const there = { thread: 'other', turn: 'other-turn' };

describe('a model call that ends twice', () => {
  const ending = { inference_call_id: 'a', upstream_request_id: 'u', error: 'no', reason: 'no' };

  it.each(['inference_failed', 'inference_cancelled'])('has no answer when the second is an %s', type => {
    const sketch = new Sketch().request('a', []).response('a', []).event(type, ending);
    expect(stateOf(sketch).inference_calls.a).toMatchObject({
      response_id: null,
      upstream_request_id: 'u',
      raw_response_payload_id: 'raw_payload:3',
      execution: { status: 'completed' },
    });
  });

  it('has said only what it said last', () => {
    const said = { type: 'message', id: 'm', role: 'assistant', content: [] };
    const sketch = new Sketch().request('a', []).response('a', [said]).response('a', []).request('b', [said]);
    expect(stateOf(sketch).inference_calls.b?.request_item_ids).toEqual(['conversation_item:2']);
  });

  it('keeps the upstream request that only the first one tells', () => {
    const sketch = new Sketch().request('a', []).event('inference_failed', ending).response('a', []);
    expect(stateOf(sketch).inference_calls.a?.upstream_request_id).toBe('u');
  });

  it('keeps the tokens that only the first one tells', () => {
    const sketch = new Sketch().request('a', []);
    const counts = { input_tokens: 1, cached_input_tokens: 2, output_tokens: 3, reasoning_output_tokens: 4 };
    const partial_response_payload = sketch.payload({ output_items: [], token_usage: counts });
    sketch.event('inference_failed', { ...ending, partial_response_payload }).response('a', []);
    expect(stateOf(sketch).inference_calls.a).toMatchObject({ response_id: 'response', usage: counts });
  });
});

describe('a compaction', () => {
  const ask = (thread_id: string, codex_turn_id: string) => {
    const sketch = new Sketch().begin(there);
    const names = { compaction_id: 'c', compaction_request_id: 'r', model: 'm', provider_name: 'p' };
    const request_payload = sketch.payload({});
    return sketch.event('compaction_request_started', { ...names, thread_id, codex_turn_id, request_payload });
  };
  const asked = (sketch: Sketch, id: string) =>
    sketch.event('compaction_request_started', {
      compaction_id: 'c',
      compaction_request_id: id,
      thread_id: 'main',
      codex_turn_id: 'turn',
      model: 'm',
      provider_name: 'p',
      request_payload: sketch.payload({}),
    });

  it('has the requests that were made before it was installed, in the order of their ids', () => {
    const sketch = asked(asked(new Sketch(), 'compaction_request:9'), 'compaction_request:10');
    const checkpoint_payload = sketch.payload({ input_history: [], replacement_history: [] });
    asked(sketch.event('compaction_installed', { compaction_id: 'c', checkpoint_payload }), 'compaction_request:11');
    const { compactions } = stateOf(sketch);
    expect(compactions.c?.request_ids).toEqual(['compaction_request:10', 'compaction_request:9']);
  });

  const install = (place: { thread: string; turn: string }) => {
    const sketch = new Sketch().begin(there);
    const checkpoint_payload = sketch.payload({ input_history: [], replacement_history: [] });
    return sketch.event('compaction_installed', { compaction_id: 'c', checkpoint_payload }, place);
  };

  it.each([
    [ask('other', 'turn'), 'compaction request r used thread other, but codex turn turn belongs to main'],
    [ask('nobody', 'never'), 'trace event referenced unknown thread nobody'],
    [
      install({ thread: 'other', turn: 'turn' }),
      'compaction install c used thread other, but codex turn turn belongs to main',
    ],
    [install({ thread: 'main', turn: 'never' }), 'compaction install c referenced unknown codex turn never'],
  ])('has a thread and a turn of it', (sketch, message) => {
    expect(() => stateOf(sketch)).toThrow(message);
    expect(reduceInMemory(sketch.bundle(), false).findings[0]?.message).toBe(message);
  });
});

describe('what the runtime tells of an agent at the end of a call', () => {
  const activity = {
    event_id: 'e',
    occurred_at_ms: 5,
    agent_thread_id: '01a20272-d389-7cc1-86ed-2cfa767746f0',
    agent_path: '/root/a',
  };
  const ended = (kind: string, told: object) => {
    const sketch = new Sketch().call('k', 'c', { type: kind });
    const runtime_payload = sketch.payload(told);
    return sketch.event('tool_call_runtime_ended', { tool_call_id: 'k', status: 'completed', runtime_payload });
  };

  it.each([
    ['spawn_agent', 'started'],
    ['assign_agent_task', 'interacted'],
    ['send_message', 'interacted'],
    ['close_agent', 'interrupted'],
    ['web', 'completed'],
    ['close_agent', 'completed'],
  ])('fits a call of kind %s that says `%s`', (kind, said) => {
    expect(() => stateOf(ended(kind, { ...activity, kind: said }))).not.toThrow();
  });

  it.each([
    ['spawn_agent', 'interacted'],
    ['assign_agent_task', 'started'],
    ['send_message', 'interrupted'],
    ['close_agent', 'started'],
    ['wait_agent', 'interacted'],
    ['web', 'interrupted'],
    ['apply_patch', 'started'],
  ])('does not fit a call of kind %s that says `%s`', (kind, said) => {
    expect(() => stateOf(ended(kind, { ...activity, kind: said }))).toThrow(
      'agent payload raw_payload:2 cannot be read',
    );
  });

  it('must be whole, whatever the call was', () => {
    const { event_id: _, ...rest } = activity;
    expect(() => stateOf(ended('web', { ...rest, kind: 'completed' }))).toThrow();
  });

  it('is no activity at the start', () => {
    const sketch = new Sketch().call('k', 'c', { type: 'send_message' });
    const runtime_payload = sketch.payload({ ...activity, kind: 'interacted' });
    const kind = { type: 'send_message' };
    sketch.event('tool_call_runtime_started', { tool_call_id: 'k', kind, runtime_payload });
    expect(() => stateOf(sketch)).toThrow();
  });
});

it('an agent is spawned by whom the runtime names', () => {
  const [sender, child] = ['01a20272-d389-7cc1-86ed-2cfa767746f1', '01a20272-d389-7cc1-86ed-2cfa767746f0'];
  const sketch = new Sketch().begin({ thread: child, turn: 'child-turn' }).call('k', 'c', { type: 'spawn_agent' });
  const told = { call_id: 'c', sender_thread_id: sender, new_thread_id: child, prompt: 'p', model: 'm' };
  const runtime_payload = sketch.payload({ ...told, reasoning_effort: 'low', status: 'running' });
  sketch.event('tool_call_runtime_ended', { tool_call_id: 'k', status: 'completed', runtime_payload });
  const { interaction_edges: edges } = reduceInMemory(sketch.bundle(), true).state;
  expect(Object.keys(edges)).toEqual([`edge:spawn:${sender}:${child}`]);
});

describe('a result of an agent that is observed twice', () => {
  const observed = (sketch: Sketch) => {
    const names = {
      edge_id: 'e',
      child_thread_id: 'other',
      child_codex_turn_id: 'other-turn',
      parent_thread_id: 'main',
    };
    return sketch.event('agent_result_observed', { ...names, message: 'done' });
  };
  const once = () => observed(new Sketch().begin(there));

  it('is one result', () => {
    expect(() => stateOf(observed(once()))).not.toThrow();
  });

  it('must come from the same message', () => {
    const said = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'done' }] };
    const message = 'pending interaction edge e was observed with conflicting delivery data';
    expect(() => stateOf(observed(once().request('a', [said], there)))).toThrow(message);
  });
});

it('the model sees a process that was started for its call id, even by a cell', () => {
  const sketch = new Sketch().request('a', [{ type: 'custom_tool_call', call_id: 'c', name: 'exec', input: 'x' }]);
  const requester = { type: 'code_cell', runtime_cell_id: '1' };
  sketch.cell('1', 'c').call('k', 'c', { type: 'exec_command' }, { requester });
  const runtime_payload = sketch.payload({ command: ['ls'], cwd: '/' });
  sketch.event('tool_call_runtime_started', { tool_call_id: 'k', kind: { type: 'exec_command' }, runtime_payload });
  expect(stateOf(sketch).terminal_operations['terminal_operation:1']?.model_observations).toEqual([
    { call_item_ids: ['conversation_item:1'], output_item_ids: [], source: 'direct_tool_call' },
  ]);
});

describe('input for a process that its runtime tells of', () => {
  const process = { command: ['cat', '-'], cwd: '/', process_id: '7' };
  const start = (sketch: Sketch, id: string, type: string, told: object) => {
    const runtime_payload = sketch.call(id, id, { type: 'other', name: 'x' }).payload(told);
    return sketch.event('tool_call_runtime_started', { tool_call_id: id, kind: { type }, runtime_payload });
  };
  const written = () => {
    const sketch = start(new Sketch(), 'run', 'exec_command', process);
    return start(sketch, 'write', 'write_stdin', { ...process, interaction_input: 'hello' });
  };

  it('joins the session of the process', () => {
    const { terminal_operations: operations } = stateOf(written());
    expect(operations['terminal_operation:2']).toMatchObject({
      kind: 'write_stdin',
      terminal_id: 'terminal_session:terminal_operation:1',
      request: { type: 'write_stdin', stdin: 'hello', yield_time_ms: null, max_output_tokens: null },
      execution: { status: 'running' },
      raw_payload_ids: ['raw_payload:3'],
    });
  });

  it('is answered by the runtime, and not by the end of the call', () => {
    const sketch = written();
    const result_payload = sketch.payload({ type: 'error', error: 'no' });
    const end = { tool_call_id: 'write', status: 'failed', result_payload };
    expect(
      stateOf(sketch.event('tool_call_ended', end)).terminal_operations['terminal_operation:2']?.result,
    ).toBeNull();
    const runtime_payload = sketch.payload({ ...process, exit_code: 0, aggregated_output: 'hi' });
    sketch.event('tool_call_runtime_ended', { tool_call_id: 'write', status: 'completed', runtime_payload });
    expect(stateOf(sketch).terminal_operations['terminal_operation:2']).toMatchObject({
      execution: { status: 'completed' },
      result: { exit_code: 0, stdout: 'hi', stderr: '', formatted_output: null },
    });
  });

  it('is not told a second time of a call whose arguments told of it', () => {
    const told = { tool_name: 'write_stdin', payload: { type: 'function', arguments: '{"session_id":7,"chars":"x"}' } };
    const sketch = new Sketch();
    sketch.call('w', 'w', { type: 'write_stdin' }, { invocation_payload: sketch.payload(told) });
    const runtime_payload = sketch.payload(process);
    sketch.event('tool_call_runtime_started', { tool_call_id: 'w', kind: { type: 'write_stdin' }, runtime_payload });
    expect(() => stateOf(sketch)).toThrow('tool runtime start would create a second terminal operation for w');
  });
});

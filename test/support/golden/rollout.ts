/**
 * The scenario of the golden samples, told once and written as each release would have recorded it.
 *
 * One rollout with a bit of everything: a cell that yields and is waited on, nested and direct tools, a terminal that is
 * written to, an MCP call, an image, a model call that fails, an agent that is spawned and closed, a compaction.
 * Times and ids are made up and always the same.
 */

import { GoldenWriter, type Item, type Release } from './writer.ts';

const root = '0193a0c0-0000-7000-8000-000000000001';
const child = '0193a0c0-0000-7000-8000-000000000002';
const cwd = '/orchard';

class Teller {
  readonly #w: GoldenWriter;
  readonly #release: Release;
  readonly #history: Item[] = [];
  #inferences = 0;

  constructor(w: GoldenWriter, release: Release) {
    this.#w = w;
    this.#release = release;
    if (release.schema === 2)
      this.#history.push(this.#message('msg-dev', 'developer', 'You keep the books of an orchard.'));
  }

  #message(id: string, role: string, text: string): Item {
    const type = role === 'assistant' ? 'output_text' : 'input_text';
    return { type: 'message', id, role, content: [{ type, text }] };
  }

  /** An item joins the history: accepted, where releases say so. */
  add(item: Item, receipt = true): Item {
    if (this.#release.schema === 2 && receipt) this.#w.event('history_item_accepted', { item_id: item.id });
    this.#history.push(item);
    return item;
  }

  user(id: string, text: string): void {
    this.add(this.#message(id, 'user', text));
  }

  forget(...items: Item[]): void {
    this.#history.splice(0, this.#history.length, ...items);
  }

  get history(): readonly Item[] {
    return this.#history;
  }

  start(): string {
    const w = this.#w;
    const id = `inference-${++this.#inferences}`;
    const instructions = this.#release.schema === 1 ? { instructions: 'You keep the books of an orchard.' } : {};
    const input = this.#history.map(item => w.item(item));
    const request = { model: 'golden-model', ...instructions, input, tool_choice: 'auto', stream: true };
    w.event('inference_started', {
      inference_call_id: id,
      thread_id: w.threadId,
      codex_turn_id: w.turnId,
      model: 'golden-model',
      provider_name: 'OpenAI',
      request_payload: w.payload('inference_request', request),
    });
    return id;
  }

  complete(id: string, ...items: Item[]): void {
    const w = this.#w;
    const cache = this.#release.cacheWrites ? { cache_write_input_tokens: 2 } : {};
    const usage = { input_tokens: 40, cached_input_tokens: 8, ...cache, output_tokens: 12, reasoning_output_tokens: 3 };
    const response = {
      response_id: `resp-${id}`,
      upstream_request_id: null,
      token_usage: { ...usage, total_tokens: 52 },
      output_items: items.map(item => w.item(item)),
    };
    w.event('inference_completed', {
      inference_call_id: id,
      response_id: `resp-${id}`,
      ...(this.#release.upstreamId ? { upstream_request_id: `up-${id}` } : {}),
      response_payload: w.payload('inference_response', response),
    });
    for (const item of items) this.add(item);
  }

  answer(id: string, text: string): void {
    this.complete(this.start(), this.#message(id, 'assistant', text));
  }

  tool(
    id: string,
    name: string,
    payload: object,
    options: { kind?: object; cell?: string; nested?: string } = {},
  ): void {
    const w = this.#w;
    const { cell, nested } = options;
    w.event('tool_call_started', {
      tool_call_id: id,
      model_visible_call_id: cell === undefined ? id : null,
      code_mode_runtime_tool_id: nested ?? null,
      requester: cell === undefined ? { type: 'model' } : { type: 'code_cell', runtime_cell_id: cell },
      kind: options.kind ?? { type: 'other', name },
      summary: {
        type: 'generic',
        label: name,
        input_preview: JSON.stringify(payload).slice(0, 160),
        output_preview: null,
      },
      invocation_payload: w.payload('tool_invocation', { tool_name: name, tool_namespace: null, payload }),
    });
  }

  runtime(id: string, kind: object, payload: object): void {
    const known = this.#release.runtimeKind ? { kind } : {};
    const runtime_payload = this.#w.payload('tool_runtime_event', payload);
    this.#w.event('tool_call_runtime_started', { tool_call_id: id, ...known, runtime_payload });
  }

  runtimeEnd(id: string, status: string, payload: object): void {
    const runtime_payload = this.#w.payload('tool_runtime_event', payload);
    this.#w.event('tool_call_runtime_ended', { tool_call_id: id, status, runtime_payload });
  }

  toolEnd(id: string, status: string, result: object): void {
    this.#w.event('tool_call_ended', {
      tool_call_id: id,
      status,
      result_payload: this.#w.payload('tool_result', result),
    });
  }

  /** The end of a direct call, and its output in the history. */
  output(type: string, id: string, callId: string, output: unknown, status = 'completed'): void {
    const item = { type, call_id: callId, output };
    this.toolEnd(callId, status, { type: 'direct_response', response_item: item });
    this.add({ ...item, id });
  }

  process(id: string, processId: string, command: string): object {
    const fields = {
      call_id: id,
      process_id: processId,
      turn_id: this.#w.turnId,
      command: ['/bin/sh', '-c', command],
      cwd,
    };
    this.runtime(id, { type: 'exec_command' }, fields);
    return fields;
  }

  processEnd(id: string, fields: object, output: string, exitCode: number): void {
    const split = this.#release.splitOutputs ? { stdout: output, stderr: '', formatted_output: output } : {};
    const status = exitCode === 0 ? 'completed' : 'failed';
    this.runtimeEnd(id, status, { ...fields, ...split, aggregated_output: output, exit_code: exitCode, status });
  }
}

const text = (value: string) => ({ type: 'input_text', text: value });
const executed = { type: 'exec_command' };

function cellTurn(w: GoldenWriter, t: Teller, release: Release): void {
  w.beginTurn('turn-1');
  t.user('msg-1', 'How many pears are in the basket?');
  const source =
    "text('counting');\nyield_control();\nconst r = await tools.exec_command({ cmd: 'wc -l pears.txt' });\ntext(r.output);";
  t.complete(
    t.start(),
    {
      type: 'reasoning',
      id: 'rs-1',
      summary: [{ type: 'summary_text', text: 'Count lines.' }],
      content: null,
      encrypted_content: 'SEALED-1',
    },
    { type: 'custom_tool_call', id: 'ctc-1', call_id: 'call-count', name: 'exec', input: source },
  );
  if (release.execCalls) t.tool('call-count', 'exec', { type: 'custom', input: source });
  w.event('code_cell_started', { runtime_cell_id: '1', model_visible_call_id: 'call-count', source_js: source });
  const yielded = [text('Script running with cell ID 1\nWall time 0.0 seconds\nOutput:\n'), text('counting')];
  const response_payload = w.payload('tool_result', {
    response: { Yielded: { cell_id: '1', content_items: [text('counting')] } },
  });
  w.event('code_cell_initial_response', { runtime_cell_id: '1', status: 'yielded', response_payload });
  if (release.execCalls) t.output('custom_tool_call_output', 'ctco-1', 'call-count', yielded);
  else t.add({ type: 'custom_tool_call_output', id: 'ctco-1', call_id: 'call-count', output: yielded });
  const command = { type: 'function', arguments: JSON.stringify({ cmd: 'wc -l pears.txt' }) };
  t.tool('nested-1', 'exec_command', command, { kind: executed, cell: '1', nested: 'tool-1' });
  const fields = t.process('nested-1', '501', 'wc -l pears.txt');
  const wait = { cell_id: '1', yield_time_ms: 2000 };
  t.complete(t.start(), {
    type: 'function_call',
    id: 'fc-1',
    call_id: 'call-wait',
    name: 'wait',
    arguments: JSON.stringify(wait),
  });
  t.tool('call-wait', 'wait', { type: 'function', arguments: JSON.stringify(wait) });
  t.processEnd('nested-1', fields, '7 pears.txt\n', 0);
  const value = {
    chunk_id: 'c1',
    wall_time_seconds: 0.1,
    exit_code: 0,
    original_token_count: 4,
    output: '7 pears.txt\n',
  };
  t.toolEnd('nested-1', 'completed', { type: 'code_mode_response', value });
  const result = { cell_id: '1', content_items: [text('7 pears.txt\n')], error_text: null };
  const ended = w.payload('tool_result', { response: { Result: result } });
  w.event('code_cell_ended', { runtime_cell_id: '1', status: 'completed', response_payload: ended });
  const finished = [text('Script completed\nWall time 0.1 seconds\nOutput:\n'), text('7 pears.txt\n')];
  t.output('function_call_output', 'fco-1', 'call-wait', finished);
  t.answer('msg-2', 'There are seven pears.');
  w.endTurn('completed');
}

function terminalTurn(w: GoldenWriter, t: Teller, release: Release): void {
  w.beginTurn('turn-2');
  t.user('msg-3', 'Keep a tally open, and tell the scale.');
  const command = JSON.stringify({ cmd: 'cat', tty: true });
  t.complete(t.start(), {
    type: 'function_call',
    id: 'fc-2',
    call_id: 'call-cat',
    name: 'exec_command',
    arguments: command,
  });
  t.tool('call-cat', 'exec_command', { type: 'function', arguments: command }, { kind: executed });
  const fields = t.process('call-cat', '777', 'cat');
  t.output('function_call_output', 'fco-2', 'call-cat', 'Process running with session ID 777');
  const stdin = JSON.stringify({ session_id: 777, chars: 'seven\n', yield_time_ms: 100 });
  t.complete(t.start(), {
    type: 'function_call',
    id: 'fc-3',
    call_id: 'call-write',
    name: 'write_stdin',
    arguments: stdin,
  });
  t.tool('call-write', 'write_stdin', { type: 'function', arguments: stdin }, { kind: { type: 'write_stdin' } });
  if (release.stdinTargets)
    w.event('stdin_target_resolved', { tool_call_id: 'call-write', exec_tool_call_id: 'call-cat' });
  t.output('function_call_output', 'fco-3', 'call-write', 'Output:\nseven\r\nseven\r\n');
  const weigh = JSON.stringify({ grams: 1.0, of: 'pears' });
  t.complete(t.start(), {
    type: 'function_call',
    id: 'fc-4',
    call_id: 'call-weigh',
    name: 'weigh',
    arguments: '{"grams": 1.0, "of": "pears"}',
  });
  t.tool('call-weigh', 'weigh', { type: 'function', arguments: weigh });
  if (release.correlates) {
    w.event('mcp_tool_call_correlation_assigned', { tool_call_id: 'call-weigh', mcp_call_id: 'mcp-1' }, false);
  }
  const invocation = { call_id: 'call-weigh', invocation: { server: 'scale', tool: 'weigh', arguments: { grams: 1 } } };
  t.runtime('call-weigh', { type: 'mcp', server: 'scale', tool: 'weigh' }, invocation);
  t.runtimeEnd('call-weigh', 'failed', { ...invocation, result: { Err: 'the scale is off' } });
  t.toolEnd('call-weigh', 'failed', { type: 'error', error: 'the scale is off' });
  t.add({ type: 'function_call_output', id: 'fco-4', call_id: 'call-weigh', output: 'the scale is off' });
  t.processEnd('call-cat', fields, 'seven\r\nseven\r\n', 137);
  const failing = t.start();
  const partial = { response_id: null, upstream_request_id: null, token_usage: null, output_items: [] };
  w.event('inference_failed', {
    inference_call_id: failing,
    ...(release.upstreamId ? { upstream_request_id: null } : {}),
    error: 'stream closed before the end',
    ...(release.upstreamId ? { partial_response_payload: w.payload('inference_response', partial) } : {}),
  });
  w.endTurn(release.schema === 2 ? 'failed' : 'completed');
}

function agentTurn(w: GoldenWriter, t: Teller): void {
  w.beginTurn('turn-3');
  t.user('msg-4', 'Ask somebody to look at the apples.');
  const job = JSON.stringify({ message: 'Look at the apples.' });
  t.complete(t.start(), {
    type: 'function_call',
    id: 'fc-5',
    call_id: 'call-spawn',
    name: 'spawn_agent',
    arguments: job,
  });
  t.tool('call-spawn', 'spawn_agent', { type: 'function', arguments: job }, { kind: { type: 'spawn_agent' } });
  const party = { call_id: 'call-spawn', sender_thread_id: root };
  const begin = {
    ...party,
    started_at_ms: 1,
    prompt: 'Look at the apples.',
    model: 'golden-model',
    reasoning_effort: 'low',
  };
  t.runtime('call-spawn', { type: 'spawn_agent' }, begin);
  const parent = { parent_thread_id: root, depth: 1, agent_path: null, agent_nickname: 'Bramley', agent_role: null };
  w.startThread(child, 'Bramley', { subagent: { thread_spawn: parent } });
  t.runtimeEnd('call-spawn', 'completed', {
    ...party,
    completed_at_ms: 2,
    new_thread_id: child,
    new_agent_nickname: 'Bramley',
    prompt: 'Look at the apples.',
    model: 'golden-model',
    reasoning_effort: 'low',
    status: 'pending_init',
  });
  t.output('function_call_output', 'fco-5', 'call-spawn', JSON.stringify({ agent_id: child, nickname: 'Bramley' }));
  const target = JSON.stringify({ target: child });
  t.complete(t.start(), {
    type: 'function_call',
    id: 'fc-6',
    call_id: 'call-close',
    name: 'close_agent',
    arguments: target,
  });
  t.tool('call-close', 'close_agent', { type: 'function', arguments: target }, { kind: { type: 'close_agent' } });
  const closing = { call_id: 'call-close', sender_thread_id: root, receiver_thread_id: child };
  t.runtime('call-close', { type: 'close_agent' }, { ...closing, started_at_ms: 3 });
  t.runtimeEnd('call-close', 'completed', { ...closing, completed_at_ms: 4, status: { completed: 'They are ripe.' } });
  t.output('function_call_output', 'fco-6', 'call-close', '{"previous_status":"pending_init"}');
  t.answer('msg-5', 'Bramley looked at them.');
  w.endTurn('completed');
}

function compactionTurn(w: GoldenWriter, t: Teller): void {
  w.beginTurn('turn-4');
  const input = t.history.filter(item => item.role !== 'developer').map(item => w.item(item));
  const names = { compaction_id: 'compaction-1', compaction_request_id: 'compaction_request:1' };
  w.event('compaction_request_started', {
    ...names,
    thread_id: root,
    codex_turn_id: 'turn-4',
    model: 'golden-model',
    provider_name: 'OpenAI',
    request_payload: w.payload('compaction_request', { model: 'golden-model', instructions: 'Shorten.', input }),
  });
  const summary: Item = { type: 'compaction', id: 'cmp-1', encrypted_content: 'SEALED-SUMMARY' };
  const response_payload = w.payload('compaction_response', { output_items: [w.item(summary)] });
  w.event('compaction_request_completed', { ...names, response_payload });
  const kept: Item = {
    type: 'message',
    id: 'msg-1',
    role: 'user',
    content: [text('How many pears are in the basket?')],
  };
  const replacement = [kept, summary];
  const checkpoint = { input_history: input, replacement_history: replacement.map(item => w.item(item)) };
  w.event('compaction_installed', {
    compaction_id: 'compaction-1',
    checkpoint_payload: w.payload('compaction_checkpoint', checkpoint),
  });
  t.forget(...replacement);
  t.answer('msg-6', 'Ready for the plums.');
  w.endTurn('completed');
}

/** Writes the bundle; the folder must not exist. */
export function writeGolden(folder: string, release: Release): void {
  const w = new GoldenWriter(folder, release, root);
  const t = new Teller(w, release);
  w.event('rollout_started', { trace_id: w.traceId, root_thread_id: root }, false);
  w.startThread(root, null, 'exec');
  const event_payload = w.payload('protocol_event', { type: 'session_configured', session_id: root });
  w.event('protocol_event_observed', { event_type: 'session_configured', event_payload }, false);
  cellTurn(w, t, release);
  terminalTurn(w, t, release);
  agentTurn(w, t);
  compactionTurn(w, t);
  w.event('thread_ended', { thread_id: root, status: 'completed' }, false);
  w.event('rollout_ended', { status: 'completed' }, false);
  w.event('thread_ended', { thread_id: child, status: 'completed' }, false);
  w.close();
}

/**
 * The two shapes that decide the speed of a reducer: long conversations that are sent in full again and again, and flat
 * logs with very many events and little history.
 */

import { BundleWriter, threadId } from './bundleWriter.ts';

const words =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore '.repeat(50);

/** Text of about `length` characters that differs with `seed`. */
function prose(seed: number, length: number): string {
  const from = (seed * 7919) % 500;
  return `${seed}: ${words.slice(from, from + length)}`;
}

interface Item {
  readonly type: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

const message = (id: string, role: string, text: string): Item => ({
  type: 'message',
  id,
  role,
  content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }],
});

/** Joins the text of items that were printed before, so that writing a long history costs no printing. */
class History {
  readonly #texts: string[] = [];

  add(item: Item): void {
    this.#texts.push(JSON.stringify(item, null, 2).replaceAll('\n', '\n    '));
  }

  request(): string {
    return `{\n  "model": "bench-model",\n  "input": [\n    ${this.#texts.join(',\n    ')}\n  ],\n  "tool_choice": "auto",\n  "stream": true\n}`;
  }

  clear(): void {
    this.#texts.length = 0;
  }
}

const usage = {
  input_tokens: 1000,
  cached_input_tokens: 900,
  cache_write_input_tokens: 0,
  output_tokens: 50,
  reasoning_output_tokens: 5,
  total_tokens: 1050,
};

class Script {
  readonly #writer: BundleWriter;
  readonly history = new History();
  #calls = 0;
  #inferences = 0;

  constructor(writer: BundleWriter) {
    this.#writer = writer;
  }

  accept(item: Item): void {
    this.#writer.event('history_item_accepted', { item_id: item.id });
    this.history.add(item);
  }

  infer(answer: Item): void {
    const w = this.#writer;
    const id = `inference-${++this.#inferences}`;
    w.event('inference_started', {
      inference_call_id: id,
      thread_id: threadId,
      codex_turn_id: w.turnId,
      model: 'bench-model',
      provider_name: 'bench',
      request_payload: w.payload('inference_request', null, this.history.request()),
    });
    const response = {
      response_id: `resp-${id}`,
      upstream_request_id: null,
      token_usage: usage,
      output_items: [answer],
    };
    w.event('inference_completed', {
      inference_call_id: id,
      response_id: `resp-${id}`,
      upstream_request_id: null,
      response_payload: w.payload('inference_response', response),
    });
    this.accept(answer);
  }

  /** One exec call: asked for by an inference, run as a cell with nested calls, its output sent back. */
  exec(nested: number, outputLength: number): void {
    const w = this.#writer;
    const call = ++this.#calls;
    const callId = `call-${call}`;
    const cellId = String(call);
    const source = `const r = await tools.exec_command({ cmd: ${JSON.stringify(prose(call, 300))} });\ntext(r.output);`;
    this.infer({ type: 'custom_tool_call', id: `ctc-${call}`, call_id: callId, name: 'exec', input: source });
    this.#toolStarted(callId, callId, null, { type: 'model' }, { type: 'other', name: 'exec' }, 'exec', {
      type: 'custom',
      input: source,
    });
    w.event('code_cell_started', { runtime_cell_id: cellId, model_visible_call_id: callId, source_js: source });
    for (let n = 1; n <= nested; n++) this.#command(cellId, `exec-${call}-${n}`, n);
    const text = prose(call, outputLength);
    const content = [
      { type: 'input_text', text: 'Script completed\nWall time 0.0 seconds\nOutput:\n' },
      { type: 'input_text', text },
    ];
    const result = { response: { Result: { cell_id: cellId, content_items: content, error_text: null } } };
    for (const type of ['code_cell_initial_response', 'code_cell_ended']) {
      w.event(type, {
        runtime_cell_id: cellId,
        status: 'completed',
        response_payload: w.payload('tool_result', result),
      });
    }
    const item = { type: 'custom_tool_call_output', call_id: callId, output: content };
    const returned = { type: 'direct_response', response_item: item };
    w.event('tool_call_ended', {
      tool_call_id: callId,
      status: 'completed',
      result_payload: w.payload('tool_result', returned),
    });
    this.accept({ ...item, id: `ctco-${call}` });
  }

  #toolStarted(
    id: string,
    visibleId: string | null,
    toolId: string | null,
    requester: object,
    kind: object,
    name: string,
    payload: object,
  ): void {
    const w = this.#writer;
    w.event('tool_call_started', {
      tool_call_id: id,
      model_visible_call_id: visibleId,
      code_mode_runtime_tool_id: toolId,
      requester,
      kind,
      summary: {
        type: 'generic',
        label: name,
        input_preview: JSON.stringify(payload).slice(0, 160),
        output_preview: null,
      },
      invocation_payload: w.payload('tool_invocation', { tool_name: name, tool_namespace: null, payload }),
    });
  }

  #command(cellId: string, id: string, n: number): void {
    const w = this.#writer;
    const requester = { type: 'code_cell', runtime_cell_id: cellId };
    this.#toolStarted(id, null, `tool-${n}`, requester, { type: 'exec_command' }, 'exec_command', {
      type: 'function',
      arguments: JSON.stringify({ cmd: `echo ${id}` }),
    });
    const process = {
      call_id: id,
      process_id: `${cellId}${n}`,
      command: ['/bin/sh', '-c', `echo ${id}`],
      cwd: '/work',
    };
    w.event('tool_call_runtime_started', {
      tool_call_id: id,
      kind: { type: 'exec_command' },
      runtime_payload: w.payload('tool_runtime_event', process),
    });
    const ended = { ...process, aggregated_output: `${id}\n`, exit_code: 0, status: 'completed' };
    w.event('tool_call_runtime_ended', {
      tool_call_id: id,
      status: 'completed',
      runtime_payload: w.payload('tool_runtime_event', ended),
    });
    const value = {
      chunk_id: 'abc123',
      wall_time_seconds: 0.01,
      exit_code: 0,
      original_token_count: 3,
      output: `${id}\n`,
    };
    w.event('tool_call_ended', {
      tool_call_id: id,
      status: 'completed',
      result_payload: w.payload('tool_result', { type: 'code_mode_response', value }),
    });
  }

  beginTurn(turn: number): void {
    const w = this.#writer;
    w.turnId = `turn-${turn}`;
    w.event('codex_turn_started', { codex_turn_id: w.turnId, thread_id: threadId });
    this.accept(message(`user-${turn}`, 'user', prose(turn, 400)));
  }

  endTurn(turn: number): void {
    this.infer(message(`assistant-${turn}`, 'assistant', prose(turn, 600)));
    this.#writer.event('codex_turn_ended', { codex_turn_id: this.#writer.turnId, status: 'completed' });
  }
}

/** Every turn sends everything that was said before, twice. 400 turns are about 800 MB. */
export function fullHistory(folder: string, turns: number): void {
  const writer = new BundleWriter(folder);
  writer.open();
  const script = new Script(writer);
  script.history.add(message('developer-1', 'developer', 'You run programs.'));
  for (let turn = 1; turn <= turns; turn++) {
    script.beginTurn(turn);
    script.exec(1, 3000);
    script.endTurn(turn);
  }
  writer.close();
}

/** At least `events` events in turns that know nothing of each other. */
export function flat(folder: string, events: number): void {
  const writer = new BundleWriter(folder);
  writer.open();
  const script = new Script(writer);
  for (let turn = 1; writer.events < events; turn++) {
    script.history.clear();
    script.beginTurn(turn);
    script.exec(8, 200);
    script.endTurn(turn);
  }
  writer.close();
}

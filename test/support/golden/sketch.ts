/**
 * Rollouts in a few lines, for tests of what a reducer makes of one odd thing. They begin with the thread `main` and its
 * turn `turn`; everything happens there, and in the newest dialect, unless told otherwise.
 */

import { type Dialect, newestDialect, rulesOf } from '../../../runtime/trace/upgrade/dialect.ts';
import type { MemoryBundle } from './memory.ts';

interface Place {
  readonly thread: string;
  readonly turn: string;
}
const here: Place = { thread: 'main', turn: 'turn' };
type Fields = Record<string, unknown>;

export class Sketch {
  readonly #events: Fields[] = [];
  readonly #payloads = new Map<string, Buffer>();
  readonly #dialect: Dialect;

  constructor(dialect: Dialect = newestDialect) {
    this.#dialect = dialect;
    this.#outside('rollout_started', { trace_id: 'trace', root_thread_id: here.thread });
    this.begin(here);
  }

  /** A thread and its turn. */
  begin({ thread, turn }: Place): this {
    const metadata_payload = this.payload({});
    this.#outside('thread_started', { thread_id: thread, agent_path: `/root/${thread}`, metadata_payload });
    return this.event('codex_turn_started', { codex_turn_id: turn, thread_id: thread }, { thread, turn });
  }

  request(id: string, input: readonly unknown[], at = here): this {
    const request_payload = this.payload({ input });
    const names = { inference_call_id: id, thread_id: at.thread, codex_turn_id: at.turn };
    return this.event('inference_started', { ...names, model: 'm', provider_name: 'p', request_payload }, at);
  }

  response(id: string, output_items: readonly unknown[], at = here): this {
    const response_payload = this.payload({ output_items });
    return this.event('inference_completed', { inference_call_id: id, response_id: 'response', response_payload }, at);
  }

  cell(runtimeId: string, callId: string, at = here): this {
    const names = { runtime_cell_id: runtimeId, model_visible_call_id: callId };
    return this.event('code_cell_started', { ...names, source_js: 'text(1)' }, at);
  }

  /** A call by the model; `more` may say otherwise. */
  call(id: string, callId: string, kind: Fields, more: Fields = {}, at = here): this {
    const summary = { type: 'generic', label: id };
    const names = { tool_call_id: id, model_visible_call_id: callId };
    return this.event('tool_call_started', { ...names, requester: { type: 'model' }, kind, summary, ...more }, at);
  }

  event(type: string, fields: Fields, { thread, turn }: Place = here): this {
    return this.#add(type, fields, thread, turn);
  }

  #outside(type: string, fields: Fields): void {
    this.#add(type, fields, null, null);
  }

  #add(type: string, fields: Fields, thread_id: string | null, codex_turn_id: string | null): this {
    const seq = this.#events.length + 1;
    const schema = rulesOf(this.#dialect).identityById ? 2 : 1;
    const envelope = { schema_version: schema, seq, wall_time_unix_ms: 1000 + seq, rollout_id: 'rollout' };
    this.#events.push({ ...envelope, thread_id, codex_turn_id, payload: { type, ...fields } });
    return this;
  }

  /** A reference to a payload that says this. */
  payload(value: unknown): Fields {
    const number = this.#payloads.size + 1;
    this.#payloads.set(`raw_payload:${number}`, Buffer.from(JSON.stringify(value)));
    const kind = { type: 'protocol_event' };
    return { raw_payload_id: `raw_payload:${number}`, kind, path: `payloads/${number}.json` };
  }

  bundle(): MemoryBundle {
    const log = Buffer.from(this.#events.map(event => `${JSON.stringify(event)}\n`).join(''));
    const root = { trace_id: 'trace', rollout_id: 'rollout', root_thread_id: here.thread, started_at_unix_ms: 1000 };
    return { dialect: this.#dialect, root, log, payloads: this.#payloads };
  }
}

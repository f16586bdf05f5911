/**
 * Turns and inferences. The person (or client) who runs cells stands where the model would be: every request is an
 * inference whose response is the call, and what a call put out comes back in the next request.
 *
 * A turn lasts as a model's would: it begins with the first request when nothing is going on, and ends when every call
 * has been answered and no cell is alive any more. A cell that yielded keeps its turn open until it is collected or
 * terminated, so a cell never outlives its turn unless the session ends under it; calls that overlap share a turn,
 * since the format knows no two turns at once in a thread. When a turn ends, a last inference without a response
 * carries the outputs that nobody has asked after yet: without it they would be in no request at all.
 */

import type { EntityId } from '../../base/ids.ts';
import type { ResponseItem } from '../payloads.ts';
import type { EventLog } from './eventLog.ts';
import { newId } from './items.ts';
import { RequestHistory } from './requestHistory.ts';

export const PROVIDER = 'cellscope';

export class Turns {
  readonly #log: EventLog;
  readonly #model: string;
  readonly #history = new RequestHistory();
  readonly #held = new Set<string>();
  #turnId: EntityId | undefined;

  constructor(log: EventLog, model: string) {
    this.#log = log;
    this.#model = model;
  }

  /** The turn that is on; begins one when none is. */
  current(atMs: number): EntityId {
    if (this.#turnId === undefined) {
      this.#turnId = newId();
      this.#log.emit(atMs, this.#turnId, {
        type: 'codex_turn_started',
        codex_turn_id: this.#turnId,
        thread_id: this.#log.threadId,
      });
    }
    return this.#turnId;
  }

  /** Keeps the turn open until `release` of the same name. */
  hold(name: string): void {
    this.#held.add(name);
  }

  release(atMs: number, name: string): void {
    if (this.#held.delete(name) && this.#held.size === 0) this.#end(atMs, 'completed');
  }

  /** One inference: everything said so far goes in, `call` comes out. Begins a turn if need be. */
  infer(atMs: number, call: ResponseItem): EntityId {
    const turnId = this.current(atMs);
    this.#request(atMs, turnId, [call]);
    this.#history.addOwn(call);
    this.#log.emit(atMs, turnId, { type: 'history_item_accepted', item_id: call.id, agent_message_payload: null });
    return turnId;
  }

  /** An output, which the next request carries. */
  tell(atMs: number, item: ResponseItem): void {
    this.#history.add(item);
    this.#log.emit(atMs, this.current(atMs), {
      type: 'history_item_accepted',
      item_id: item.id,
      agent_message_payload: null,
    });
  }

  /** The session is over. Whatever still holds the turn was cut short. */
  finish(atMs: number): void {
    this.#end(atMs, this.#held.size === 0 ? 'completed' : 'cancelled');
    this.#held.clear();
  }

  #end(atMs: number, status: 'completed' | 'cancelled'): void {
    const turnId = this.#turnId;
    if (turnId === undefined) return;
    if (this.#history.hasNews) this.#request(atMs, turnId, []);
    this.#turnId = undefined;
    this.#log.emit(atMs, turnId, { type: 'codex_turn_ended', codex_turn_id: turnId, status });
  }

  #request(atMs: number, turnId: EntityId, output: readonly ResponseItem[]): void {
    const inferenceId = newId();
    const { items, text } = this.#history.take();
    const request = { model: this.#model, stream: false, input: items };
    const head = `{\n  "model": ${JSON.stringify(this.#model)},\n  "stream": false,\n  "input": `;
    this.#log.emit(atMs, turnId, {
      type: 'inference_started',
      inference_call_id: inferenceId,
      thread_id: this.#log.threadId,
      codex_turn_id: turnId,
      model: this.#model,
      provider_name: PROVIDER,
      request_payload: this.#log.payload('inference_request', request, `${head}${text}\n}`),
    });
    const responseId = newId('resp_');
    this.#log.emit(atMs, turnId, {
      type: 'inference_completed',
      inference_call_id: inferenceId,
      response_id: responseId,
      upstream_request_id: null,
      response_payload: this.#log.payload('inference_response', {
        response_id: responseId,
        upstream_request_id: null,
        token_usage: null,
        output_items: output,
      }),
    });
  }
}

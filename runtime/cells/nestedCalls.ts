/**
 * The nested calls of one cell: handed to the session's handler, answered to the cell, cancelled with it.
 *
 * Invariants: every call that started ends once, as completed, failed or cancelled; a cancelled handler is waited for
 * (`cancel`), because what it does below may outlive the wish to stop.
 */

import type { NestedCall, ToolHandler } from '../base/handler.ts';
import { asId, type CellId, type NestedCallId, type SessionId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import type { NestedOutcome, SessionFact } from '../base/observer.ts';
import type { ToolDefinition } from '../base/tool.ts';
import { bounds } from './limits.ts';

export interface NestedCallsOwner {
  readonly sessionId: SessionId;
  readonly cellId: CellId;
  readonly handler: ToolHandler;
  observe(fact: SessionFact): void;
  /** The result on its way to the cell: JSON, empty for none; or the error text. */
  answer(call: number, ok: boolean, payload: string): void;
  /** Whether a result stays in a queue until the cell is told to take it. */
  queues(): boolean;
}

interface OpenCall {
  readonly id: NestedCallId;
  readonly abort: AbortController;
  settled: Promise<void>;
}

export class NestedCalls {
  readonly #owner: NestedCallsOwner;
  readonly #open = new Map<number, OpenCall>();
  /** Answered, but the cell has not been given the result. */
  readonly #queued = new Map<number, NestedCallId>();

  constructor(owner: NestedCallsOwner) {
    this.#owner = owner;
  }

  /** Those the cell still waits for, oldest first. */
  pendingIds(): NestedCallId[] {
    if (this.#queued.size === 0) return Array.from(this.#open.values(), call => call.id);
    const ids = new Map(this.#queued);
    for (const [call, { id }] of this.#open) ids.set(call, id);
    return [...ids].sort(([a], [b]) => a - b).map(([, id]) => id);
  }

  /** The cell has been given these results; without an argument, all there are. */
  taken(calls: Iterable<number> = [...this.#queued.keys()]): void {
    for (const call of calls) this.#queued.delete(call);
  }

  /** How many handlers are at work. */
  get size(): number {
    return this.#open.size;
  }

  start(call: number, tool: ToolDefinition, inputJson: string): void {
    const { sessionId, cellId, observe } = this.#owner;
    const toolCallId = asId<NestedCallId>(`tool-${call}`);
    const input = inputJson === '' ? undefined : (JSON.parse(inputJson) as JsonValue);
    const about = {
      cellId,
      toolCallId,
      name: tool.name,
      ...(tool.namespace === undefined ? {} : { namespace: tool.namespace }),
      ...(input === undefined ? {} : { input }),
    };
    const json = input === undefined ? {} : { inputJson };
    observe({ type: 'nested_call_started', atMs: Date.now(), kind: tool.kind ?? 'function', ...about, ...json });
    const open: OpenCall = { id: toolCallId, abort: new AbortController(), settled: Promise.resolve() };
    this.#open.set(call, open);
    open.settled = this.#run(call, { sessionId, ...about }, open.abort);
  }

  async #run(call: number, about: NestedCall, abort: AbortController): Promise<void> {
    const { handler, observe, answer, queues } = this.#owner;
    const { cellId, toolCallId } = about;
    let outcome: NestedOutcome;
    let payload: string;
    try {
      const value = await handler(about, abort.signal, report =>
        observe({ type: 'tool_runtime_reported', atMs: Date.now(), cellId, toolCallId, report }),
      );
      payload = value === undefined ? '' : (JSON.stringify(value) ?? '');
      outcome = value === undefined ? { status: 'completed' } : { status: 'completed', value };
    } catch (error) {
      payload = errorText(error);
      outcome = { status: 'failed', error: payload };
    }
    this.#open.delete(call);
    if (abort.signal.aborted) {
      observe({
        type: 'nested_call_ended',
        atMs: Date.now(),
        cellId,
        toolCallId,
        outcome: outcome.status === 'failed' ? { status: 'cancelled', error: outcome.error } : { status: 'cancelled' },
      });
      return;
    }
    const json = outcome.status === 'completed' && payload !== '' ? { valueJson: payload } : {};
    observe({ type: 'nested_call_ended', atMs: Date.now(), cellId, toolCallId, outcome, ...json });
    if (queues()) this.#queued.set(call, toolCallId);
    answer(call, outcome.status === 'completed', payload);
  }

  /** Tells every open handler to stop and waits until they have, or for `handlerSettleMs` at most. */
  async cancel(why: string): Promise<void> {
    if (this.#open.size === 0) return;
    const open = [...this.#open.values()];
    for (const call of open) call.abort.abort(new Error(why));
    await settledWithin(
      open.map(call => call.settled),
      bounds.handlerSettleMs,
    );
  }
}

/** What a failing handler says to the cell. */
function errorText(error: unknown): string {
  if (error instanceof Error) return error.message;
  try {
    return String(error);
  } catch {
    return 'the tool failed without saying why';
  }
}

/** Waits for all of them, whatever they settle to, but not longer than `ms`. */
export function settledWithin(promises: readonly Promise<unknown>[], ms: number): Promise<void> {
  if (promises.length === 0) return Promise.resolve();
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms);
    void Promise.allSettled(promises).then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

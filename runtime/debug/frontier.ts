/**
 * What can happen next to a cell that stands still: open calls with their results, and timers.
 *
 * Invariants: nothing reaches the cell but what is taken from `next`; each call is answered once; what a person
 * decided about a call (another result, later, first) holds until it is delivered.
 * Leaves out time (`clock.ts`) and who decides when to go on (`cellDebugger.ts`).
 */

import type { NestedCall } from '../base/handler.ts';
import type { JsonValue } from '../base/json.ts';
import type { CellEvent } from './debuggerEvents.ts';

export type Outcome =
  | { readonly ok: true; readonly value?: JsonValue }
  | { readonly ok: false; readonly error: string };

export interface PendingCall {
  readonly kind: 'call';
  readonly id: string;
  readonly call: NestedCall;
  /** On the debugger's clock, ms. */
  readonly since: number;
  readonly abort: AbortController;
  /** What the tool answered, once it has. */
  outcome?: Outcome;
  /** What a person said the cell is to get instead. */
  instead?: Outcome;
  cancelled?: boolean;
  /** Not to be delivered until a person says so. */
  held: boolean;
  /** When its handler has settled, whatever to. */
  settled: Promise<unknown>;
  settle(outcome: Outcome): void;
}

export interface PendingTimer {
  readonly kind: 'timer';
  readonly id: number;
  readonly ms: number;
  readonly since: number;
  due: boolean;
  early?: boolean;
  cancelAlarm(): void;
}

export type Pending = PendingCall | PendingTimer;

export class Frontier {
  readonly calls = new Map<string, PendingCall>();
  readonly timers = new Map<number, PendingTimer>();
  /** What has arrived and was not delivered, in the order in which it will be. */
  #ready: Pending[] = [];

  get ready(): readonly Pending[] {
    return this.#ready;
  }

  /** The next to be delivered. */
  get next(): Pending | undefined {
    return this.#ready.find(pending => pending.kind === 'timer' || !pending.held);
  }

  get empty(): boolean {
    return this.calls.size === 0 && this.timers.size === 0;
  }

  arrived(pending: Pending): void {
    if (!this.#ready.includes(pending)) this.#ready.push(pending);
  }

  /** Before everything else that is ready. */
  first(pending: Pending): void {
    if (pending.kind === 'call') pending.held = false;
    this.#ready = [pending, ...this.#ready.filter(each => each !== pending)];
  }

  /** Puts what is ready into this order; what is not named keeps its place behind. */
  reorder(order: readonly Pending[]): void {
    const named = order.filter(pending => this.#ready.includes(pending));
    this.#ready = [...named, ...this.#ready.filter(pending => !named.includes(pending))];
  }

  /** Takes it out for good. */
  remove(pending: Pending): void {
    this.#ready = this.#ready.filter(each => each !== pending);
    if (pending.kind === 'call') this.calls.delete(pending.id);
    else {
      pending.cancelAlarm();
      this.timers.delete(pending.id);
    }
  }

  /** Gives a call its outcome and takes it out; says so in a sentence. A timer's callback is the caller's to run. */
  deliver(pending: Pending): string {
    this.remove(pending);
    if (pending.kind === 'timer')
      return `Timer ${pending.id} fires${pending.early === true ? ', before its time' : ''}`;
    const outcome = outcomeOf(pending) ?? { ok: true };
    pending.settle(outcome);
    const given = outcome.ok ? 'its result' : 'an error';
    return `${pending.id} (${pending.call.name}) is given ${given}${pending.instead === undefined ? '' : ' that was written by hand'}`;
  }

  clear(): void {
    for (const timer of this.timers.values()) timer.cancelAlarm();
    this.timers.clear();
    this.calls.clear();
    this.#ready = [];
  }
}

/** What the cell will get for a call when it is delivered now. */
export function outcomeOf(call: PendingCall): Outcome | undefined {
  return call.instead ?? call.outcome;
}

/** What it is for the cell to get this. */
export function eventOf(pending: Pending): CellEvent {
  if (pending.kind === 'timer') return { type: 'timer', id: pending.id, ms: pending.ms };
  return {
    type: 'tool_result',
    id: pending.id,
    tool: pending.call.name,
    ok: outcomeOf(pending)?.ok !== false,
  };
}

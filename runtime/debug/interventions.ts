/**
 * What a person can do to a stopped cell besides letting it go on: answer, withhold and reorder what it waits for, act
 * as the model. Each is told to whoever records, as what it is.
 *
 * Errors are sentences for the person. Nothing here lets the cell run; "now" is a matter of going on afterwards.
 */

import { asId, type NestedCallId } from '../base/ids.ts';
import type { NestedOutcome } from '../base/observer.ts';
import type { CellDebugger } from './cellDebugger.ts';
import type { Outcome, Pending, PendingCall } from './frontier.ts';

/** What a call waits for, or a timer: `tool-3`, `timer-2`. */
export function pendingOf(cell: CellDebugger, name: string): Pending {
  const found = name.startsWith('timer-')
    ? cell.frontier.timers.get(Number(name.slice('timer-'.length)))
    : cell.frontier.calls.get(name);
  if (found === undefined) throw new Error(`Nothing named ${name} is pending in this cell.`);
  return found;
}

function callOf(cell: CellDebugger, name: string): PendingCall {
  const found = pendingOf(cell, name);
  if (found.kind !== 'call') throw new Error(`${name} is a timer, not a call.`);
  return found;
}

/** The next thing the cell gets is the answer to this call, or this timer. */
export function deliverNext(cell: CellDebugger, name: string): void {
  const pending = pendingOf(cell, name);
  if (pending.kind === 'timer') {
    fireEarly(cell, name);
    return;
  }
  if (pending.outcome === undefined && pending.instead === undefined) {
    throw new Error(`${name} has no result yet: give it one, or wait for its tool.`);
  }
  const others = cell.frontier.ready.filter(each => each !== pending);
  cell.frontier.first(pending);
  if (others.length > 0) cell.record({ action: 'reordered', order: [pending, ...others].map(nameOf) });
  cell.changed();
}

/** The call gets this in place of what its tool answers. A tool that still runs is told to stop. */
export function answerInstead(cell: CellDebugger, name: string, instead: Outcome): void {
  const call = callOf(cell, name);
  call.instead = instead;
  cell.record({
    action: 'result_replaced',
    toolCallId: idOf(call),
    given: recorded(instead),
    ...(call.outcome === undefined ? {} : { answered: recorded(call.outcome) }),
  });
  if (call.outcome === undefined) call.abort.abort(new Error('The call was answered at the debugger.'));
  cell.frontier.first(call);
  cell.changed();
}

/** Keeps the answer back until `release`. */
export function hold(cell: CellDebugger, name: string): void {
  const call = callOf(cell, name);
  if (call.held) return;
  call.held = true;
  cell.record({ action: 'result_held', toolCallId: idOf(call) });
  cell.changed();
}

export function release(cell: CellDebugger, name: string): void {
  const call = callOf(cell, name);
  if (!call.held) return;
  call.held = false;
  cell.record({ action: 'result_released', toolCallId: idOf(call) });
  cell.changed();
}

/** The order in which what has arrived is delivered. Names that have not arrived are passed over. */
export function reorder(cell: CellDebugger, names: readonly string[]): void {
  cell.frontier.reorder(names.map(name => pendingOf(cell, name)));
  cell.record({ action: 'reordered', order: cell.frontier.ready.map(nameOf) });
  cell.changed();
}

/** Tells one call's tool to stop. What it settles to is what the cell gets. */
export function cancelCall(cell: CellDebugger, name: string): void {
  const call = callOf(cell, name);
  if (call.outcome !== undefined) throw new Error(`${name} has its result already: there is nothing to cancel.`);
  if (call.abort.signal.aborted) return;
  cell.record({ action: 'call_cancelled', toolCallId: idOf(call) });
  call.abort.abort(new Error('The call was cancelled at the debugger.'));
  cell.changed();
}

/** The timer's callback runs next, whatever its time. */
export function fireEarly(cell: CellDebugger, name: string): void {
  const timer = pendingOf(cell, name);
  if (timer.kind !== 'timer') throw new Error(`${name} is a call, not a timer.`);
  if (!timer.due) {
    const earlyByMs = Math.max(0, Math.round(timer.since + timer.ms - cell.clock.now));
    timer.due = true;
    timer.early = true;
    timer.cancelAlarm();
    cell.record({ action: 'timer_fired_early', timer: timer.id, earlyByMs });
  }
  cell.frontier.first(timer);
  cell.changed();
}

/** The model waits anew for the cell's next response. Throws while it waits already. */
export function waitAsModel(cell: CellDebugger, yieldTimeMs: number): void {
  if (cell.model.observing) throw new Error('The model waits for this cell already.');
  if (cell.response !== undefined) throw new Error('The cell has ended: its last response was collected.');
  cell.record({ action: 'waited', yieldTimeMs });
  cell.wait(yieldTimeMs);
}

export function nameOf(pending: Pending): string {
  return pending.kind === 'timer' ? `timer-${pending.id}` : pending.id;
}

function idOf(call: PendingCall): NestedCallId {
  return asId<NestedCallId>(call.id);
}

function recorded(outcome: Outcome): NestedOutcome {
  if (!outcome.ok) return { status: 'failed', error: outcome.error };
  return { status: 'completed', ...(outcome.value === undefined ? {} : { value: outcome.value }) };
}

/** What a debugged cell waits for, as plain data. */

import type { CellDebugger } from '../../runtime/debug/cellDebugger.ts';
import { outcomeOf, type PendingCall } from '../../runtime/debug/frontier.ts';
import { nameOf } from '../../runtime/debug/interventions.ts';
import type { PendingList } from './protocol.ts';

export function pendingList(cell: CellDebugger): PendingList {
  const { now } = cell.clock;
  return {
    calls: Array.from(cell.frontier.calls.values(), call => ({
      name: call.id,
      tool: call.call.name,
      input: call.call.input ?? null,
      ageMs: Math.max(0, Math.round(now - call.since)),
      state: call.held ? 'held' : outcomeOf(call) === undefined ? 'open' : 'ready',
      ...resultOf(call),
    })),
    timers: Array.from(cell.frontier.timers.values(), timer => ({
      name: nameOf(timer),
      ms: timer.ms,
      leftMs: timer.due ? 0 : Math.max(0, Math.round(timer.since + timer.ms - now)),
      due: timer.due,
    })),
    order: cell.frontier.ready.map(nameOf),
    observed: cell.model.observing,
    autoWait: cell.autoWait,
  };
}

function resultOf(call: PendingCall): { result?: string; failed?: boolean } {
  const outcome = outcomeOf(call);
  if (outcome === undefined) return {};
  if (!outcome.ok) return { result: outcome.error, failed: true };
  return { result: outcome.value === undefined ? 'undefined' : JSON.stringify(outcome.value) };
}

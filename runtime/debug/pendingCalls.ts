/**
 * The tools of a debugged cell: every call goes to the real handler at once, and its answer to the frontier.
 *
 * Invariants: a call whose cell has ended settles with its handler, without asking anybody; a cancelled call settles
 * when its handler does, as calls of any cell do.
 */

import type { NestedCall, ToolHandler } from '../base/handler.ts';
import type { JsonValue } from '../base/json.ts';
import type { Frontier, Outcome, PendingCall } from './frontier.ts';

export interface CallsOwner {
  readonly handler: ToolHandler;
  readonly frontier: Frontier;
  now(): number;
  called(call: PendingCall): void;
  arrived(call: PendingCall): void;
  cancelled(call: PendingCall): void;
}

export function watchCalls(owner: CallsOwner): ToolHandler {
  const { frontier } = owner;
  return (call: NestedCall, signal, report) =>
    new Promise<JsonValue | undefined>((resolve, reject) => {
      const abort = new AbortController();
      const pending: PendingCall = {
        kind: 'call',
        id: call.toolCallId,
        call,
        since: owner.now(),
        abort,
        held: false,
        settled: Promise.resolve(),
        settle: outcome => (outcome.ok ? resolve(outcome.value) : reject(new Error(outcome.error))),
      };
      frontier.calls.set(pending.id, pending);
      owner.called(pending);
      const arrived = (outcome: Outcome) => {
        pending.outcome = outcome;
        if (signal.aborted) {
          frontier.remove(pending);
          pending.settle(outcome);
          return;
        }
        // A person may have answered in the meantime.
        if (frontier.calls.get(pending.id) !== pending) return;
        frontier.arrived(pending);
        owner.arrived(pending);
      };
      signal.addEventListener(
        'abort',
        () => {
          owner.cancelled(pending);
          abort.abort(signal.reason);
          if (pending.outcome !== undefined) arrived(pending.outcome);
        },
        { once: true },
      );
      pending.settled = Promise.resolve()
        .then(() => owner.handler(call, abort.signal, report))
        .then(
          value => arrived(value === undefined ? { ok: true } : { ok: true, value }),
          (error: unknown) => arrived({ ok: false, error: error instanceof Error ? error.message : String(error) }),
        );
    });
}

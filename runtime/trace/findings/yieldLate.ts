/**
 * Control came back later than promised. Hosts may add a second of grace to promises of ten seconds and more, and run
 * with longer defaults (code-mode §2: 30 s for exec): only what exceeds that counts where no promise was spelled out.
 */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import type { EntityRef } from '../timeline/columns.ts';
import { duration } from '../timeline/duration.ts';
import { execPromise, isWait, waitArguments, type YieldPromise } from '../timeline/promises.ts';
import { callRef, cellRef, cellText, finding } from './rule.ts';

/** Scheduling and recording take this long without anybody being late, ms. */
const TOLERANCE_MS = 500;
const GRACE_FROM_MS = 10_000;
const GRACE_MS = 1000;
const LONGEST_DEFAULT_MS = { exec: 31_000, wait: 11_000 } as const;

export function yieldLate(graph: Graph): Finding[] {
  const found: Finding[] = [];
  for (const cell of graph.code_cells.values()) {
    if (cell.initial_response_at_unix_ms === null) continue;
    const lasted = cell.initial_response_at_unix_ms - cell.execution.started_at_unix_ms;
    const late = lateness('exec', execPromise(graph, cell), lasted);
    if (late) found.push(about(`the exec of ${cellText(cell)}`, late, [cellRef(cell)]));
  }
  for (const call of graph.tool_calls.values()) {
    if (!isWait(call)) continue;
    const args = waitArguments(call);
    if (args.terminate) continue;
    // A wait that never came back lasted at least until its turn was over.
    const turn = graph.codex_turns.get(call.started_by_codex_turn_id ?? '');
    const end = call.execution.ended_at_unix_ms ?? turn?.execution.ended_at_unix_ms ?? null;
    if (end === null) continue;
    const late = lateness('wait', args, end - call.execution.started_at_unix_ms);
    if (late) found.push(about(call.tool_call_id, late, [callRef(call)]));
  }
  return found;
}

function lateness(what: 'exec' | 'wait', promise: YieldPromise, lastedMs: number): string | null {
  const grace = promise.ms >= GRACE_FROM_MS ? GRACE_MS : 0;
  const allowed = promise.explicit ? promise.ms + grace : Math.max(promise.ms, LONGEST_DEFAULT_MS[what]);
  if (lastedMs <= allowed + TOLERANCE_MS) return null;
  const promised = `${duration(promise.ms)}${promise.explicit ? '' : ' (default)'}`;
  return `came back after ${duration(lastedMs)}, promised ${promised}: ${duration(lastedMs - promise.ms)} late`;
}

function about(who: string, late: string, refs: readonly EntityRef[]): Finding {
  return finding('warning', 'yield-late', `${who} ${late}`, refs);
}

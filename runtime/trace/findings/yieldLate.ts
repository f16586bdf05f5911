/**
 * Control came back later than promised. Hosts may add a second of grace to promises of ten seconds and more, and run
 * with longer defaults (code-mode §2: 30 s for exec): only what exceeds that counts where no promise was spelled out.
 */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { duration } from '../timeline/duration.ts';
import { execPromise, isWait, waitArguments, type YieldPromise } from '../timeline/promises.ts';
import { callRef, cellRef, finding } from './rule.ts';
import { sentence } from './texts.ts';

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
    if (!late) continue;
    const text = late.explicit
      ? 'the exec of cell {0} came back after {1}, promised {2}: {3} late'
      : 'the exec of cell {0} came back after {1}, promised {2} (default): {3} late';
    found.push(finding('warning', 'yield-late', sentence(text, cell.runtime_cell_id, ...late.times), [cellRef(cell)]));
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
    if (!late) continue;
    const text = late.explicit
      ? '{0} came back after {1}, promised {2}: {3} late'
      : '{0} came back after {1}, promised {2} (default): {3} late';
    found.push(finding('warning', 'yield-late', sentence(text, call.tool_call_id, ...late.times), [callRef(call)]));
  }
  return found;
}

interface Lateness {
  readonly explicit: boolean;
  /** How long it took, what was promised, and how late that is. */
  readonly times: readonly [string, string, string];
}

function lateness(what: 'exec' | 'wait', promise: YieldPromise, lastedMs: number): Lateness | null {
  const grace = promise.ms >= GRACE_FROM_MS ? GRACE_MS : 0;
  const { explicit } = promise;
  const allowed = explicit ? promise.ms + grace : Math.max(promise.ms, LONGEST_DEFAULT_MS[what]);
  if (lastedMs <= allowed + TOLERANCE_MS) return null;
  return { explicit, times: [duration(lastedMs), duration(promise.ms), duration(lastedMs - promise.ms)] };
}

/**
 * Finds a bundle's dialect by what its log contains (trace-format §5). The manifest only tells the schema.
 *
 * Looks at bytes, not at events: a damaged log has a dialect too. Where nothing tells, the newest of the schema is meant.
 */

import { fstatSync, readSync } from 'node:fs';
import type { Dialect } from './dialect.ts';

/** What to look for, as it stands in compact JSON; quotes within strings are escaped there and cannot match. */
const traces = {
  accepted: '"history_item_accepted"',
  completed: '"recording_completed"',
  execCall: /"name"\s*:\s*"exec"/,
  cell: '"code_cell_started"',
  runtime: '"tool_call_runtime_started"',
  runtimeKind: /"tool_call_runtime_started"\s*,\s*"tool_call_id"\s*:\s*"[^"]*"\s*,\s*"kind"/,
  ended: '"rollout_ended"',
  stdin: '"stdin_target_resolved"',
  upstream: '"upstream_request_id"',
  correlation: '"mcp_tool_call_correlation_assigned"',
  cancelled: '"inference_cancelled"',
} as const;

const pieceBytes = 1 << 22;
const overlap = 1 << 10;

/** By the manifest's schema, unless the events contradict it. */
export function detectDialect(schema: number, log: number): Dialect {
  const first = schema === 1 || (schema !== 2 && startsInFirst(log));
  return first && !search(log, ['accepted', 'completed']).size ? detectFirst(log) : detectSecond(log);
}

/** Releases of schema 1 never looked at the manifest's number, but wrote it into every event. */
function startsInFirst(log: number): boolean {
  const head = Buffer.alloc(overlap);
  return /^\s*\{\s*"schema_version"\s*:\s*1\b/.test(head.toString('latin1', 0, readSync(log, head, 0, overlap, 0)));
}

function detectSecond(log: number): Dialect {
  const { size } = fstatSync(log);
  const tail = Buffer.alloc(Math.min(size, overlap));
  readSync(log, tail, 0, tail.length, size - tail.length);
  if (tail.includes(traces.completed)) return '0.169';
  const seen = search(log, ['completed', 'execCall', 'cell', 'runtime', 'runtimeKind', 'ended']);
  if (seen.has('completed') || seen.has('execCall')) return '0.169';
  if (seen.has('runtime') && !seen.has('runtimeKind')) return '0.165';
  if (!seen.has('cell') && !seen.has('ended')) return '0.169';
  // Without anything that ran 0.165 and 0.166 look the same; the older one refuses what the newer one takes.
  return seen.has('runtimeKind') ? '0.166' : '0.165';
}

function detectFirst(log: number): Dialect {
  const seen = search(log, ['stdin', 'upstream', 'correlation', 'cancelled']);
  if (seen.has('stdin')) return '0.164';
  // The first release had no such field; later ones write it into every end of a model call, be it null.
  return seen.has('upstream') || seen.has('correlation') || seen.has('cancelled') ? '0.134' : '0.125';
}

type TraceName = keyof typeof traces;

function search(log: number, names: readonly TraceName[]): ReadonlySet<TraceName> {
  const seen = new Set<TraceName>();
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (let at = 0; seen.size < names.length; ) {
    const read = readSync(log, buffer, 0, pieceBytes, at);
    if (read === 0) break;
    const piece = buffer.subarray(0, read);
    for (const name of names) {
      if (seen.has(name)) continue;
      const trace = traces[name];
      const found = typeof trace === 'string' ? piece.includes(trace) : trace.test(piece.toString('latin1'));
      if (found) seen.add(name);
    }
    if (read < pieceBytes) break;
    at += read - overlap;
  }
  return seen;
}

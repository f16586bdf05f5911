/** Totals over a stretch of time: how many spans of each kind touch it, how long they were open in it, what failed. */

import { SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from './timelineData.ts';

export interface KindTotal {
  readonly kind: number;
  readonly count: number;
  /** Sum of the parts inside the stretch, ms; spans that run side by side count each. */
  readonly openMs: number;
}

export interface Totals {
  readonly kinds: readonly KindTotal[];
  readonly failed: number;
  /** Time in which at least one wait was open, ms. */
  readonly waitingMs: number;
}

const counted: readonly number[] = [
  SpanKind.inference,
  SpanKind.cell,
  SpanKind.nestedCall,
  SpanKind.directCall,
  SpanKind.wait,
];

export function totalsOf({ spans }: TimelineData, fromMs: number, toMs: number, nowMs: number): Totals {
  const counts = new Int32Array(16);
  const open = new Float64Array(16);
  const waits: [number, number][] = [];
  let failed = 0;
  for (let span = 0; span < spans.count; span++) {
    const start = spans.start[span] ?? 0;
    const end = Math.min(spans.end[span] ?? start, Math.max(nowMs, start));
    if (start > toMs || end < fromMs) continue;
    const kind = (spans.kind[span] ?? 0) & 15;
    const from = Math.max(start, fromMs);
    const to = Math.min(end, toMs);
    counts[kind] = (counts[kind] ?? 0) + 1;
    open[kind] = (open[kind] ?? 0) + Math.max(0, to - from);
    if (spans.status[span] === SpanStatus.failed) failed++;
    if (kind === SpanKind.wait && to > from) waits.push([from, to]);
  }
  const kinds = counted
    .filter(kind => (counts[kind] ?? 0) > 0)
    .map(kind => ({ kind, count: counts[kind] ?? 0, openMs: open[kind] ?? 0 }));
  return { kinds, failed, waitingMs: unionLength(waits) };
}

function unionLength(stretches: [number, number][]): number {
  let length = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const [from, to] of stretches.sort((a, b) => a[0] - b[0])) {
    if (to <= reached) continue;
    length += to - Math.max(from, reached);
    reached = to;
  }
  return length;
}

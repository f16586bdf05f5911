/** Totals over a stretch of time: how many spans of each kind touch it, how long they were open in it, what failed. */

import { SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import { failuresOf } from './failures.ts';
import type { TimelineData } from './timelineData.ts';

export interface KindTotal {
  readonly kind: number;
  readonly count: number;
  /** Sum of the parts inside the stretch, ms; spans that run side by side count each. */
  readonly openMs: number;
}

export interface Totals {
  readonly kinds: readonly KindTotal[];
  /** Of a stretch each failure counts once (failures.ts), of chosen spans each span does. */
  readonly failed: number;
  /** Time in which at least one wait was open, ms. */
  readonly waitingMs: number;
}

export interface SpanTotals extends Totals {
  /** From the first beginning to the last end, ms; 0 and 0 for no spans. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Time in which at least one of them was open, ms. */
  readonly coveredMs: number;
}

const counted: readonly number[] = [
  SpanKind.inference,
  SpanKind.cell,
  SpanKind.nestedCall,
  SpanKind.directCall,
  SpanKind.wait,
];

export function totalsOf(data: TimelineData, fromMs: number, toMs: number, nowMs: number): Totals {
  const { spans } = data;
  /** What only adjoins a range is not in it; what has no length is in it at its edges too. */
  const touches = (span: number) => {
    const start = spans.start[span] ?? 0;
    const end = Math.min(spans.end[span] ?? start, Math.max(nowMs, start));
    if (end === start || fromMs === toMs) return start <= toMs && end >= fromMs;
    return start < toMs && end > fromMs;
  };
  const counts = new Int32Array(16);
  const open = new Float64Array(16);
  const waits: [number, number][] = [];
  for (let span = 0; span < spans.count; span++) {
    if (!touches(span)) continue;
    const start = spans.start[span] ?? 0;
    const end = Math.min(spans.end[span] ?? start, Math.max(nowMs, start));
    const kind = (spans.kind[span] ?? 0) & 15;
    const from = Math.max(start, fromMs);
    const to = Math.min(end, toMs);
    counts[kind] = (counts[kind] ?? 0) + 1;
    open[kind] = (open[kind] ?? 0) + Math.max(0, to - from);
    if (kind === SpanKind.wait && to > from) waits.push([from, to]);
  }
  const kinds = counted
    .filter(kind => (counts[kind] ?? 0) > 0)
    .map(kind => ({ kind, count: counts[kind] ?? 0, openMs: open[kind] ?? 0 }));
  const failed = failuresOf(data).filter(touches).length;
  return { kinds, failed, waitingMs: unionLength(waits) };
}

/** The same over spans that somebody chose, whole. A span that was chosen twice counts once. */
export function totalsOfSpans({ spans }: TimelineData, chosen: readonly number[], nowMs: number): SpanTotals {
  const counts = new Map<number, { count: number; openMs: number }>();
  const all: [number, number][] = [];
  const waits: [number, number][] = [];
  let failed = 0;
  for (const span of new Set(chosen)) {
    const start = spans.start[span];
    if (start === undefined) continue;
    const end = Math.min(spans.end[span] ?? start, Math.max(nowMs, start));
    const kind = spans.kind[span] ?? 0;
    const sum = counts.get(kind) ?? { count: 0, openMs: 0 };
    counts.set(kind, { count: sum.count + 1, openMs: sum.openMs + end - start });
    if (spans.status[span] === SpanStatus.failed) failed++;
    if (kind === SpanKind.wait) waits.push([start, end]);
    all.push([start, end]);
  }
  const kinds = [...counts].sort((a, b) => a[0] - b[0]).map(([kind, sum]) => ({ kind, ...sum }));
  const fromMs = all.reduce((least, [start]) => Math.min(least, start), all.length > 0 ? Number.POSITIVE_INFINITY : 0);
  const toMs = all.reduce((most, [, end]) => Math.max(most, end), 0);
  return { kinds, failed, waitingMs: unionLength(waits), fromMs, toMs, coveredMs: unionLength(all) };
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

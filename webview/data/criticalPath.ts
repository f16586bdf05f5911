/**
 * The critical path of a cell, turn or thread: from its end backwards, always to the part that ended last before the
 * moment one has come to. What no part covers is the span's own time. A cell's waits are not parts of it: they watch.
 *
 * Reads only columns and rows. Cost: the parts of the span, and of those it leads into, once each, sorted.
 */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { Indices } from './indices.ts';
import type { TimelineData } from './timelineData.ts';

export interface PathPiece {
  readonly span: number;
  readonly fromMs: number;
  readonly toMs: number;
}

const deepest = 8;
const mostPieces = 5000;

/** Pieces in order of time; together they cover the span without overlap. */
export function criticalPath(data: TimelineData, indices: Indices, span: number, nowMs: number): PathPiece[] {
  const pieces: PathPiece[] = [];
  const startOf = (each: number) => data.spans.start[each] ?? 0;
  const endOf = (each: number) => Math.max(startOf(each), Math.min(data.spans.end[each] ?? 0, nowMs));
  const own = (each: number, fromMs: number, toMs: number) => {
    if (toMs > fromMs) pieces.push({ span: each, fromMs, toMs });
  };
  const walk = (each: number, fromMs: number, toMs: number, depth: number): void => {
    const parts = depth < deepest ? partsOf(data, indices, each, fromMs, toMs) : [];
    const ends = new Map(parts.map(part => [part, Math.min(endOf(part), toMs)]));
    parts.sort((a, b) => (ends.get(b) ?? 0) - (ends.get(a) ?? 0) || startOf(b) - startOf(a));
    let at = toMs;
    for (const part of parts) {
      const end = ends.get(part) ?? 0;
      const start = Math.max(startOf(part), fromMs);
      if (end > at || start >= end || pieces.length > mostPieces) continue;
      own(each, end, at);
      walk(part, start, end, depth + 1);
      at = start;
    }
    own(each, fromMs, at);
  };
  walk(span, startOf(span), endOf(span), 0);
  return pieces.reverse();
}

/** What a span is made of between two moments; nothing for calls and model calls. */
function partsOf(data: TimelineData, indices: Indices, span: number, fromMs: number, toMs: number): number[] {
  const lane = data.spans.lane[span] ?? -1;
  const kinds = partKinds[(data.spans.kind[span] ?? -1) as SpanKind];
  if (!kinds || lane < 0) return [];
  const found: number[] = [];
  collect(data, indices, lane, fromMs, toMs, kinds, found);
  if (kinds.has(SpanKind.cell)) {
    for (let below = 0; below < data.lanes.count; below++) {
      if (data.lanes.parent[below] === lane) collect(data, indices, below, fromMs, toMs, cellOnly, found);
    }
  }
  return found.filter(part => part !== span);
}

const cellOnly: ReadonlySet<number> = new Set([SpanKind.cell]);
const inTurn: ReadonlySet<number> = new Set([
  SpanKind.inference,
  SpanKind.cell,
  SpanKind.directCall,
  SpanKind.compaction,
]);
const partKinds: Partial<Record<SpanKind, ReadonlySet<number>>> = {
  [SpanKind.thread]: new Set([SpanKind.turn]),
  [SpanKind.turn]: inTurn,
  [SpanKind.cell]: new Set([SpanKind.nestedCall]),
};

function collect(
  data: TimelineData,
  indices: Indices,
  lane: number,
  fromMs: number,
  toMs: number,
  kinds: ReadonlySet<number>,
  found: number[],
): void {
  const { start, end, kind } = data.spans;
  for (let row = 0; row < Math.max(1, data.lanes.rows[lane] ?? 1); row++) {
    const spans = indices.spans.row(lane, row);
    for (let place = spans.firstAbove(end, fromMs); place < spans.length; place++) {
      const span = spans.at(place);
      if (!((start[span] ?? 0) < toMs)) break;
      if (kinds.has(kind[span] ?? -1)) found.push(span);
    }
  }
}

/** ms */
export function pathLength(pieces: readonly PathPiece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.toMs - piece.fromMs, 0);
}

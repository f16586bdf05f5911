/**
 * What lies under a pointer: a mark before a span, near misses count within a few pixels.
 */

import type { MarkColumns, SpanColumns } from '../../runtime/trace/timeline/columns.ts';
import type { Row } from '../data/rowIndex.ts';
import type { Axis } from '../scale/axis.ts';

export type Hit = { readonly type: 'span'; readonly index: number } | { readonly type: 'mark'; readonly index: number };

const markReach = 6;
const spanReach = 3;

export function hitRow(
  x: number,
  axis: Axis,
  nowMs: number,
  spans: SpanColumns,
  spanRow: Row,
  marks: MarkColumns,
  markRow: Row,
): Hit | null {
  return nearestMark(x, axis, marks, markRow) ?? spanAt(x, axis, nowMs, spans, spanRow);
}

function nearestMark(x: number, axis: Axis, marks: MarkColumns, row: Row): Hit | null {
  let best = -1;
  let bestDistance = markReach;
  const last = axis.timeAt(x + markReach);
  for (let place = row.firstAbove(marks.at, axis.timeAt(x - markReach)); place < row.length; place++) {
    const mark = row.at(place);
    const at = marks.at[mark] ?? 0;
    if (!(at <= last)) break;
    const distance = Math.abs(axis.xOf(at) - x);
    if (distance < bestDistance) {
      best = mark;
      bestDistance = distance;
    }
    if (distance === 0) break;
  }
  return best >= 0 ? { type: 'mark', index: best } : null;
}

function spanAt(x: number, axis: Axis, nowMs: number, spans: SpanColumns, row: Row): Hit | null {
  let best = -1;
  let bestDistance = spanReach + 1e-9;
  const lastTime = axis.timeAt(x + spanReach);
  for (let place = row.firstAbove(spans.end, axis.timeAt(x - spanReach)); place < row.length; place++) {
    const span = row.at(place);
    const start = spans.start[span] ?? 0;
    if (!(start <= lastTime)) break;
    const x0 = axis.xOf(start);
    const x1 = axis.xOf(Math.min(spans.end[span] ?? start, Math.max(nowMs, start)));
    const distance = x < x0 ? x0 - x : x > x1 ? x - x1 : 0;
    if (distance < bestDistance) {
      best = span;
      bestDistance = distance;
    }
    if (distance === 0) break;
  }
  return best >= 0 ? { type: 'span', index: best } : null;
}

/**
 * The spans that stand for what failed, each failure once.
 *
 * A cell that fails takes the `exec` call that started it and the wait on it along: they are the same failure seen from
 * other lanes, and are left out. What failed inside the cell is a failure of its own.
 */

import { ArcKind, SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from './timelineData.ts';

/** In order of time. */
export function failuresOf(data: TimelineData): number[] {
  const { spans, arcs } = data;
  const failed: number[] = [];
  for (let span = 0; span < spans.count; span++) if (spans.status[span] === SpanStatus.failed) failed.push(span);
  if (failed.length === 0) return failed;
  const echoes = new Set<number>();
  for (let arc = 0; arc < arcs.count; arc++) {
    if (arcs.kind[arc] !== ArcKind.starts) continue;
    const from = arcs.from[arc] ?? -1;
    if (spans.status[from] === SpanStatus.failed && spans.status[arcs.to[arc] ?? -1] === SpanStatus.failed)
      echoes.add(from);
  }
  const told = new Set(failed.filter(span => spans.kind[span] !== SpanKind.wait).map(span => name(data, span)));
  return failed
    .filter(span => !echoes.has(span) && !(spans.kind[span] === SpanKind.wait && told.has(name(data, span))))
    .sort((a, b) => (spans.start[a] ?? 0) - (spans.start[b] ?? 0) || a - b);
}

function name(data: TimelineData, span: number): string {
  const ref = data.spanEntity(span);
  return ref ? `${ref.kind} ${ref.id}` : `span ${span}`;
}

/**
 * Which of the folded stretches were waits: nothing happens in them, but the model sits and waits for a cell. They are
 * folded like idle time, and must not be called idle.
 *
 * One pass over the spans, and only where there are folds.
 */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from './timelineData.ts';

/** Starts (ms) of the folds through which a wait lasted from beginning to end. */
export function waitedFolds({ folds, spans }: TimelineData): ReadonlySet<number> {
  const waited = new Set<number>();
  if (folds.count === 0) return waited;
  for (let span = 0; span < spans.count; span++) {
    if (spans.kind[span] !== SpanKind.wait) continue;
    const from = spans.start[span] ?? 0;
    const to = spans.end[span] ?? from;
    for (let fold = firstFrom(folds.start, folds.count, from); fold < folds.count; fold++) {
      if ((folds.end[fold] ?? 0) > to) break;
      waited.add(folds.start[fold] ?? 0);
    }
  }
  return waited;
}

/** Index of the first of `count` rising values that is not before `from`. */
function firstFrom(values: Float64Array, count: number, from: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

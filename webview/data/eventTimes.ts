/**
 * The distinct moments at which something begins, ends or is marked, rising: the steps of playback and of the
 * event-order axis. Sorting them costs O(n log n), so it is done only when asked for.
 */

import type { TimelineData } from './timelineData.ts';

export function eventTimes({ spans, marks }: TimelineData): Float64Array {
  const all = new Float64Array(spans.count * 2 + marks.count);
  let used = 0;
  for (let span = 0; span < spans.count; span++) {
    const start = spans.start[span] ?? 0;
    const end = spans.end[span] ?? Number.POSITIVE_INFINITY;
    if (Number.isFinite(start)) all[used++] = start;
    if (Number.isFinite(end)) all[used++] = end;
  }
  for (let mark = 0; mark < marks.count; mark++) {
    const at = marks.at[mark] ?? Number.NaN;
    if (Number.isFinite(at)) all[used++] = at;
  }
  const sorted = all.subarray(0, used).sort();
  let kept = 0;
  for (let index = 0; index < used; index++) {
    const time = sorted[index] ?? 0;
    if (kept === 0 || time !== sorted[kept - 1]) sorted[kept++] = time;
  }
  return sorted.slice(0, kept);
}

/** Place of the last moment not after `ms`, or -1. */
export function momentAt(times: Float64Array, ms: number): number {
  let left = 0;
  let right = times.length;
  while (left < right) {
    const middle = (left + right) >> 1;
    if ((times[middle] ?? 0) <= ms) left = middle + 1;
    else right = middle;
  }
  return left - 1;
}

/**
 * The next or previous mark in time: first in the lane one is in, then over all visible lanes.
 */

import type { MarkColumns } from '../../runtime/trace/timeline/columns.ts';

/** Marks of one lane in order of time (equal times in table order). One pass over the marks. */
export function marksOfLane(marks: MarkColumns, lane: number): number[] {
  const found: number[] = [];
  for (let mark = 0; mark < marks.count; mark++) if (marks.lane[mark] === lane) found.push(mark);
  return found.sort((a, b) => (marks.at[a] ?? 0) - (marks.at[b] ?? 0) || a - b);
}

/**
 * The mark to select next, or -1. `current` is the mark one is at, or -1: then the walk begins at `fromMs`.
 * One pass over the marks.
 */
export function neighbourMark(marks: MarkColumns, current: number, fromMs: number, step: 1 | -1): number {
  const from = current >= 0 ? (marks.at[current] ?? 0) : fromMs;
  let best = -1;
  for (let mark = 0; mark < marks.count; mark++) {
    if (mark === current) continue;
    const at = marks.at[mark] ?? Number.NaN;
    const ahead = step > 0 ? isAfter(at, mark, from, current) : isAfter(from, current, at, mark);
    if (!ahead) continue;
    const nearer =
      best < 0 ||
      (step > 0 ? isAfter(marks.at[best] ?? 0, best, at, mark) : isAfter(at, mark, marks.at[best] ?? 0, best));
    if (nearer) best = mark;
  }
  return best;
}

/** Order of marks: by time, then by place in the table. */
function isAfter(at: number, mark: number, otherAt: number, other: number): boolean {
  return at > otherAt || (at === otherAt && mark > other);
}

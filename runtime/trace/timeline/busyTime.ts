/**
 * When something is happening, and so when nothing is: the stretches a viewer may fold.
 *
 * Something happens while a model call, a compaction or a tool call other than `exec` and `wait` is under way, and at
 * the moment anything starts, ends or is marked. A cell that sits on a timer, a wait for it, a background process and
 * a person thinking between turns are not happenings: the recording has nothing to show of them in between.
 * Kept as clusters no further apart than the threshold, so the list is as short as the folds are few, and the order in
 * which intervals are told does not matter.
 */

import type { FoldColumns } from './columns.ts';

/** Quiet stretches shorter than this are not offered for folding, ms. */
const FOLD_THRESHOLD_MS = 2000;

export class BusyTime {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #threshold: number;

  constructor(threshold: number = FOLD_THRESHOLD_MS) {
    this.#threshold = threshold;
  }

  /** Something happened from `start` to `end` (ms, `start` <= `end`, both finite). */
  add(start: number, end: number): void {
    const first = this.#firstReaching(start - this.#threshold);
    let after = first;
    let from = start;
    let to = end;
    while (after < this.#starts.length && (this.#starts[after] as number) <= end + this.#threshold) {
      from = Math.min(from, this.#starts[after] as number);
      to = Math.max(to, this.#ends[after] as number);
      after++;
    }
    if (after === first + 1) {
      this.#starts[first] = from;
      this.#ends[first] = to;
    } else {
      this.#starts.splice(first, after - first, from);
      this.#ends.splice(first, after - first, to);
    }
  }

  /** The quiet stretches between the clusters. */
  folds(): FoldColumns {
    const count = Math.max(0, this.#starts.length - 1);
    return {
      count,
      start: Float64Array.from({ length: count }, (_, index) => this.#ends[index] as number),
      end: Float64Array.from({ length: count }, (_, index) => this.#starts[index + 1] as number),
    };
  }

  /** Index of the first cluster whose end is at or after `time`. */
  #firstReaching(time: number): number {
    let low = 0;
    let high = this.#ends.length;
    // Traces grow at their end: look there first.
    if (high > 0 && (this.#ends[high - 1] as number) < time) return high;
    if (high > 1 && (this.#ends[high - 2] as number) < time) return high - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] as number) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

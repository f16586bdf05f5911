/**
 * Time with every idle stretch folded, as a page draws it at first: rising, piecewise linear, and the same for both ways.
 *
 * A fold takes 2 % of the time that is left, or its own length when that is less. Leaves out folds that somebody opened.
 */

import type { FoldColumns } from '../trace/timeline/columns.ts';

const foldShare = 0.02;

export class FoldedUnits {
  /** The latest moment, in units. */
  readonly end: number;
  /** Where folds begin and end, in turn: ms and units. */
  readonly #times: Float64Array;
  readonly #units: Float64Array;
  #last = 0;

  constructor(folds: FoldColumns, endMs: number) {
    let busy = endMs;
    for (let fold = 0; fold < folds.count; fold++) busy -= (folds.end[fold] ?? 0) - (folds.start[fold] ?? 0);
    const room = Math.max(1, Math.max(busy, 0) * foldShare);
    this.#times = new Float64Array(folds.count * 2 + 1);
    this.#units = new Float64Array(folds.count * 2 + 1);
    let knots = 1;
    for (let fold = 0; fold < folds.count; fold++) {
      const start = folds.start[fold] ?? 0;
      const end = folds.end[fold] ?? 0;
      const unit = (this.#units[knots - 1] ?? 0) + start - (this.#times[knots - 1] ?? 0);
      this.#times[knots] = start;
      this.#units[knots++] = unit;
      this.#times[knots] = end;
      this.#units[knots++] = unit + Math.min(room, end - start);
    }
    this.end = this.toUnit(endMs);
  }

  toUnit(ms: number): number {
    return along(this.#times, this.#units, ms, this.#near(this.#times, ms));
  }

  toTime(unit: number): number {
    return along(this.#units, this.#times, unit, this.#near(this.#units, unit));
  }

  /** The last knot not after a value. Who asks for one moment asks for one nearby next, so the search begins there. */
  #near(knots: Float64Array, value: number): number {
    let left = this.#last;
    let right = knots.length;
    if ((knots[left] ?? 0) > value) {
      right = left;
      left = 0;
    }
    for (let step = 1; left + step < right && (knots[left + step] ?? 0) <= value; step *= 2) left += step;
    while (right - left > 1) {
      const middle = (left + right) >> 1;
      if ((knots[middle] ?? 0) <= value) left = middle;
      else right = middle;
    }
    this.#last = left;
    return left;
  }
}

function along(from: Float64Array, to: Float64Array, value: number, knot: number): number {
  const begin = from[knot] ?? 0;
  const base = to[knot] ?? 0;
  if (knot === from.length - 1) return base + (value - begin);
  const width = (from[knot + 1] ?? 0) - begin;
  return width > 0 ? base + ((value - begin) / width) * ((to[knot + 1] ?? 0) - base) : base;
}

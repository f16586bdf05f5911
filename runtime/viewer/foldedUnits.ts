/**
 * Time with every idle stretch folded, as a page draws it at first: rising, piecewise linear, and the same for both ways.
 *
 * A fold takes 2 % of the time that is left, or its own length when that is less. Leaves out folds that somebody opened.
 */

import type { FoldColumns } from '../trace/timeline/columns.ts';

const foldShare = 0.02;
const foldsPerStep = 2048;

export class FoldedUnits {
  /** The latest moment, in units. */
  readonly end: number;
  /** Where folds begin and end, in turn: ms and units. */
  readonly #times: Float64Array;
  readonly #units: Float64Array;
  #last = 0;

  constructor(times: Float64Array, units: Float64Array, endMs: number) {
    this.#times = times;
    this.#units = units;
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

/** In steps of some thousand folds; most timelines have few. */
export function* foldedUnits(folds: FoldColumns, endMs: number): Generator<void, FoldedUnits, undefined> {
  let busy = endMs;
  for (let fold = 0; fold < folds.count; fold++) {
    busy -= (folds.end[fold] ?? 0) - (folds.start[fold] ?? 0);
    if (fold % foldsPerStep === foldsPerStep - 1) yield;
  }
  const room = Math.max(1, Math.max(busy, 0) * foldShare);
  const times = new Float64Array(folds.count * 2 + 1);
  const units = new Float64Array(folds.count * 2 + 1);
  let time = 0;
  let unit = 0;
  for (let fold = 0; fold < folds.count; fold++) {
    const start = folds.start[fold] ?? 0;
    const end = folds.end[fold] ?? 0;
    unit += start - time;
    times[fold * 2 + 1] = start;
    units[fold * 2 + 1] = unit;
    unit += Math.min(room, end - start);
    time = end;
    times[fold * 2 + 2] = time;
    units[fold * 2 + 2] = unit;
    if (fold % foldsPerStep === foldsPerStep - 1) yield;
  }
  return new FoldedUnits(times, units, endMs);
}

function along(from: Float64Array, to: Float64Array, value: number, knot: number): number {
  const begin = from[knot] ?? 0;
  const base = to[knot] ?? 0;
  if (knot === from.length - 1) return base + (value - begin);
  const width = (from[knot + 1] ?? 0) - begin;
  return width > 0 ? base + ((value - begin) / width) * ((to[knot + 1] ?? 0) - base) : base;
}

/**
 * From time (ms since origin) to units along the axis and back: piecewise linear, rising.
 *
 * Folding idle time, or giving every event the same room, is nothing but other knots; no other code knows of it.
 * Before the first knot the slope is 1; behind the last it is `tailSlope`, so that a live run can grow.
 */

export type TimeMode = 'clock' | 'folded' | 'order';
export const timeModes: readonly TimeMode[] = ['clock', 'folded', 'order'];

/** A closed fold, where it stands on the axis. */
export interface FoldPiece {
  readonly startMs: number;
  readonly endMs: number;
  readonly fromUnit: number;
  readonly toUnit: number;
  /** The model waited all through it: nothing happened, and yet it was not idle. */
  readonly waited: boolean;
}

export class TimeScale {
  readonly mode: TimeMode;
  /** Closed folds in order; empty unless the mode folds. */
  readonly folds: readonly FoldPiece[];
  private readonly times: Float64Array;
  private readonly units: Float64Array;
  private readonly tailSlope: number;

  /** `times` and `units` are equally long, start at 0, and rise. */
  constructor(
    mode: TimeMode,
    times: Float64Array,
    units: Float64Array,
    folds: readonly FoldPiece[] = [],
    tailSlope = 1,
  ) {
    this.mode = mode;
    this.times = times;
    this.units = units;
    this.folds = folds;
    this.tailSlope = tailSlope;
  }

  toUnit(ms: number): number {
    return this.tailSlope === 1 && this.times.length < 2 ? ms : map(this.times, this.units, ms, this.tailSlope);
  }

  toTime(unit: number): number {
    return this.tailSlope === 1 && this.times.length < 2 ? unit : map(this.units, this.times, unit, 1 / this.tailSlope);
  }
}

function map(from: Float64Array, to: Float64Array, value: number, tailSlope: number): number {
  const last = from.length - 1;
  const first = from[0] ?? 0;
  if (last < 0) return value;
  if (!(value > first)) return (to[0] ?? 0) + (value - first);
  const end = from[last] ?? 0;
  if (value >= end) return (to[last] ?? 0) + (value - end) * tailSlope;
  let left = 0;
  let right = last;
  while (right - left > 1) {
    const middle = (left + right) >> 1;
    if ((from[middle] ?? 0) <= value) left = middle;
    else right = middle;
  }
  const a = from[left] ?? 0;
  const b = from[right] ?? 0;
  const c = to[left] ?? 0;
  const d = to[right] ?? 0;
  return b > a ? c + ((value - a) / (b - a)) * (d - c) : c;
}

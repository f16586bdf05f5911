/**
 * The three ways to lay out time: by the clock, with idle stretches folded, or one step per event.
 *
 * A closed fold takes 2 % of the time that is left, or its own length when that is less.
 */

import type { FoldColumns } from '../../runtime/trace/timeline/columns.ts';
import { type FoldPiece, TimeScale } from './timeScale.ts';

const foldShare = 0.02;
/** Behind the last event of the order mode: a second of running on takes one step. */
const orderTailSlope = 1 / 1000;

export function clockScale(): TimeScale {
  return new TimeScale('clock', new Float64Array(0), new Float64Array(0));
}

/**
 * `opened` holds the start (ms) of folds a person opened, `waited` of those that were waits; `endMs` is the latest moment
 * known.
 */
export function foldedScale(
  folds: FoldColumns,
  opened: ReadonlySet<number>,
  endMs: number,
  waited: ReadonlySet<number> = new Set(),
): TimeScale {
  const closed: { start: number; end: number; waited: boolean }[] = [];
  let busy = endMs;
  let reached = 0;
  for (let index = 0; index < folds.count; index++) {
    const start = Math.max(folds.start[index] ?? 0, reached);
    const end = folds.end[index] ?? 0;
    if (!(end > start) || opened.has(folds.start[index] ?? 0)) continue;
    closed.push({ start, end, waited: waited.has(folds.start[index] ?? 0) });
    busy -= end - start;
    reached = end;
  }
  const room = Math.max(1, Math.max(busy, 0) * foldShare);
  const times = [0];
  const units = [0];
  const pieces: FoldPiece[] = [];
  let time = 0;
  let unit = 0;
  const add = (toTime: number, toUnit: number) => {
    if (toTime <= time) return;
    time = toTime;
    unit = toUnit;
    times.push(time);
    units.push(unit);
  };
  for (const fold of closed) {
    add(fold.start, unit + (fold.start - time));
    const fromUnit = unit;
    add(fold.end, unit + Math.min(room, fold.end - fold.start));
    pieces.push({ startMs: fold.start, endMs: fold.end, fromUnit, toUnit: unit, waited: fold.waited });
  }
  return new TimeScale('folded', Float64Array.from(times), Float64Array.from(units), pieces);
}

/** `eventTimes` are distinct and rise. */
export function orderScale(eventTimes: Float64Array): TimeScale {
  if (eventTimes[0] === 0) return new TimeScale('order', eventTimes, ranks(eventTimes.length), [], orderTailSlope);
  const withZero = new Float64Array(eventTimes.length + 1);
  withZero.set(eventTimes, 1);
  return new TimeScale('order', withZero, ranks(withZero.length), [], orderTailSlope);
}

function ranks(length: number): Float64Array {
  const units = new Float64Array(length);
  for (let index = 0; index < length; index++) units[index] = index;
  return units;
}

/**
 * What a page needs to show a whole large rollout before its spans have come: how busy it was all along, and what lies in
 * the lanes that come first. It goes with the first part of a timeline and is forgotten with the last.
 *
 * Invariants: its size depends on the pixels of a screen, not on the number of spans; pieces of a row rise in time and do
 * not overlap. Spans closer together than about a pixel of a wide page are one piece, of the first one's kind; of very
 * many spans the activity counts one in some.
 */

import type { TimelineDelta } from '../trace/timeline/columns.ts';
import { SpanStatus } from '../trace/timeline/columns.ts';
import { type Activity, activity } from './activity.ts';
import { type FoldedUnits, foldedUnits } from './foldedUnits.ts';

/** Slices of the axis: about the pixels of a wide page. */
const slices = 800;
const mostPieces = 20_000;
/** So many spans tell how busy a rollout was. */
const enoughSpans = 20_000;
/** More are sketched in steps. */
const spansAtOnce = 200_000;
const spansPerStep = 20_000;

export interface SketchRows {
  readonly count: number;
  readonly lane: Int32Array;
  readonly row: Int32Array;
  /** ms since origin. */
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly kind: Uint8Array;
}

export interface Sketch {
  readonly rows: SketchRows;
  /** `bounds[i]` to `bounds[i + 1]`, ms since origin, is slice i. */
  readonly bounds: Float64Array;
  readonly activity: Activity;
}

/** `lanes`: so many lanes are drawn at first, whose spans from `fromSpan` on come later. */
export function sketchOf(delta: TimelineDelta, fromSpan: number, lanes: number): Sketch {
  const steps = sketchStepwise(delta, fromSpan, lanes);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of some milliseconds; a single one for all but the largest timelines. */
export function* sketchStepwise(
  delta: TimelineDelta,
  fromSpan: number,
  lanes: number,
): Generator<void, Sketch, undefined> {
  const { spans, folds, endMs } = delta;
  const large = spans.count > spansAtOnce;
  if (large) yield;
  const units = yield* foldedUnits(folds, endMs);
  if (large) yield;
  const stride = Math.ceil(spans.count / enoughSpans);
  return {
    rows: yield* sketchRows(delta, units, fromSpan, lanes),
    bounds: Float64Array.from({ length: slices + 1 }, (_, slice) => units.toTime((units.end * slice) / slices)),
    activity: activity(delta, units, units.end, endMs, slices, SpanStatus.failed, stride),
  };
}

/** A row whose latest piece is still growing. */
interface Growing {
  piece: number;
  /** Units. */
  end: number;
}

function* sketchRows(
  { spans, endMs }: TimelineDelta,
  units: FoldedUnits,
  from: number,
  lanes: number,
): Generator<void, SketchRows, undefined> {
  const large = spans.count > spansAtOnce;
  const close = units.end / slices;
  const growing = new Map<number, Growing>();
  const lane: number[] = [];
  const row: number[] = [];
  const start: number[] = [];
  const end: number[] = [];
  const kind: number[] = [];
  for (let span = from; span < spans.count && lane.length < mostPieces; span++) {
    if (large && span % spansPerStep === 0) yield;
    const on = spans.lane[span] ?? -1;
    if (!(on >= 0 && on < lanes)) continue;
    const at = spans.row[span] ?? 0;
    const begin = spans.start[span] ?? 0;
    const over = Math.min(spans.end[span] ?? begin, Math.max(endMs, begin));
    const key = on * 65_536 + at;
    const known = growing.get(key);
    const unit = units.toUnit(begin);
    const unitOver = units.toUnit(over);
    const narrow = unitOver - unit < close;
    if (known && narrow && unit - known.end < close) {
      end[known.piece] = over;
      known.end = unitOver;
      continue;
    }
    // What is wide ends its piece: nothing is added behind it.
    growing.set(key, { piece: lane.length, end: narrow ? unitOver : Number.NEGATIVE_INFINITY });
    lane.push(on);
    row.push(at);
    start.push(begin);
    end.push(over);
    kind.push(spans.kind[span] ?? 0);
  }
  return {
    count: lane.length,
    lane: Int32Array.from(lane),
    row: Int32Array.from(row),
    start: Float64Array.from(start),
    end: Float64Array.from(end),
    kind: Uint8Array.from(kind),
  };
}

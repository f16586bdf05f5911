import { expect, test } from 'vitest';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { LaneKind, SpanKind, SpanStatus } from '../trace/timeline/columns.ts';
import { rescaled } from './activity.ts';
import { type FoldedUnits, foldedUnits } from './foldedUnits.ts';
import { type SketchRows, sketchOf } from './sketch.ts';

/** Calls one after the other in two lanes, each a millisecond long. */
function calls(count: number, apartMs: number) {
  const builder = new TimelineBuilder();
  const lanes = [0, 1].map(number => builder.lane(LaneKind.cell, `Cell ${number}`));
  for (let call = 0; call < count; call++) {
    const lane = lanes[call % 2] ?? 0;
    builder.span(lane, SpanKind.nestedCall, 'call', call * apartMs, call * apartMs + 1, { row: 1 });
  }
  return builder.delta();
}

const piecesOf = (rows: SketchRows, lane: number) =>
  Array.from({ length: rows.count }, (_, piece) => piece)
    .filter(piece => rows.lane[piece] === lane)
    .map(piece => [rows.start[piece] ?? 0, rows.end[piece] ?? 0] as const);

test('every span that comes later lies within a piece of its row', () => {
  const delta = calls(400, 50);
  const { rows } = sketchOf(delta, 100, 2);
  for (let span = 100; span < delta.spans.count; span++) {
    const start = delta.spans.start[span] ?? 0;
    const pieces = piecesOf(rows, delta.spans.lane[span] ?? 0);
    expect(pieces.some(([from, to]) => from <= start && start < to)).toBe(true);
  }
});

test('pieces of a row rise and do not overlap, and none is of a span that comes first', () => {
  const delta = calls(400, 3);
  const { rows } = sketchOf(delta, 100, 2);
  for (const lane of [0, 1]) {
    const pieces = piecesOf(rows, lane);
    expect(pieces.length).toBeGreaterThan(0);
    expect(pieces[0]?.[0]).toBeGreaterThanOrEqual(300);
    for (const [place, [start]] of pieces.entries()) expect(start).toBeGreaterThanOrEqual(pieces[place - 1]?.[1] ?? 0);
  }
});

test('lanes that come later are left out', () => {
  expect(piecesOf(sketchOf(calls(400, 50), 100, 1).rows, 1)).toEqual([]);
});

test('a row of many thousand spans has no more pieces than a page has pixels', () => {
  expect(sketchOf(calls(60_000, 10), 1000, 2).rows.count).toBeLessThan(4000);
});

test('the activity is that of the spans, also on another scale', () => {
  const delta = calls(1000, 2);
  const { activity, bounds } = sketchOf(delta, 100, 2);
  const level = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // A call runs for half of the time.
  expect(level(activity.groups.call)).toBeCloseTo(0.5, 1);
  const clock = { toUnit: (ms: number) => ms };
  const coarse = rescaled(activity, bounds, clock, delta.endMs * 2, 10);
  expect([...coarse.groups.call.slice(0, 4)].every(value => Math.abs(value - 0.5) < 0.1)).toBe(true);
  expect([...coarse.groups.call.slice(6)]).toEqual([0, 0, 0, 0]);
});

test('failures keep their place in the activity', () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell');
  builder.span(lane, SpanKind.cell, 'Cell', 0, 1000);
  builder.span(lane, SpanKind.nestedCall, 'call', 900, 950, { row: 1, status: SpanStatus.failed });
  const { activity } = sketchOf(builder.delta(), 0, 1);
  const failed = activity.failed.indexOf(1) / activity.slices;
  expect(failed).toBeCloseTo(0.9, 2);
});

test('folded time goes both ways, and a fold takes little of it', () => {
  const folds = { count: 2, start: Float64Array.of(100, 5000), end: Float64Array.of(4000, 9000) };
  const units = foldedUnits(folds, 10_000).next().value as FoldedUnits;
  for (const ms of [0, 50, 100, 2000, 4000, 4500, 7000, 9500, 10_000, 60, 0]) {
    expect(units.toTime(units.toUnit(ms))).toBeCloseTo(ms, 6);
  }
  // 2100 ms are left; each fold takes a fiftieth of that.
  expect(units.end).toBeCloseTo(2100 + 2 * 42, 6);
});

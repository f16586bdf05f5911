import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { RowIndex } from '../data/rowIndex.ts';
import { TimelineData } from '../data/timelineData.ts';
import { Axis } from '../scale/axis.ts';
import { clockScale } from '../scale/buildScale.ts';
import { eachPiece } from './pieces.ts';

type Piece = [span: number, last: number, x0: number, x1: number];

function pieces(
  spans: [from: number, to: number, kind?: SpanKind][],
  from: number,
  to: number,
  width: number,
): Piece[] {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  const entity = { kind: 'tool_call', id: 'x' } as const;
  for (const [start, end, kind] of spans)
    builder.span(lane, kind ?? SpanKind.nestedCall, 'call', start, end, { entity });
  const data = new TimelineData();
  data.apply(builder.delta());
  const index = new RowIndex();
  index.update(data.lanes, data.spans);
  const out: Piece[] = [];
  const axis = new Axis(clockScale(), { from, to }, width);
  eachPiece(index.row(0, 0), data.spans, axis, data.endMs, (...piece) => out.push(piece));
  return out;
}

test('spans of a pixel and more are drawn one by one', () => {
  expect(
    pieces(
      [
        [0, 10],
        [20, 50],
      ],
      0,
      100,
      100,
    ),
  ).toEqual([
    [0, 0, 0, 10],
    [1, 1, 20, 50],
  ]);
});

test('spans narrower than a pixel become one run of pixels', () => {
  const spans = Array.from({ length: 100 }, (_, index): [number, number] => [10 + index / 10, 10 + index / 10 + 0.05]);
  expect(pieces(spans, 0, 100, 100)).toEqual([[0, 99, 10, 20]]);
});

test('a gap of pixels, or another kind, breaks a run', () => {
  const runs = pieces(
    [
      [1, 1.1],
      [5, 5.1],
      [6.2, 6.3, SpanKind.wait],
    ],
    0,
    100,
    100,
  );
  expect(runs.map(([, , x0, x1]) => [x0, x1])).toEqual([
    [1, 2],
    [5, 6],
    [6, 7],
  ]);
});

test('only what is in view is visited', () => {
  const spans = Array.from({ length: 1000 }, (_, index): [number, number] => [index * 10, index * 10 + 8]);
  const seen = pieces(spans, 5000, 5100, 100);
  expect(seen[0]?.[0]).toBe(500);
  expect(seen.at(-1)?.[0]).toBe(510);
});

test('a row of a hundred thousand spans gives at most two pieces per pixel', () => {
  const spans = Array.from({ length: 100_000 }, (_, index): [number, number, SpanKind] => [
    index,
    index + 0.9,
    index % 2 === 0 ? SpanKind.nestedCall : SpanKind.wait,
  ]);
  expect(pieces(spans, 0, 100_000, 300).length).toBeLessThanOrEqual(600);
});

test('an open span ends now', () => {
  expect(pieces([[10, Number.POSITIVE_INFINITY]], 0, 100, 100)).toEqual([[0, 0, 10, 11]]);
});

test('spans with times that make no sense end the walk, not the page', () => {
  expect(() =>
    pieces(
      [
        [Number.NaN, 4],
        [5, 2],
        [6, 7],
      ],
      0,
      100,
      100,
    ),
  ).not.toThrow();
});

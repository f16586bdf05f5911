import { expect, test } from 'vitest';
import { LaneKind, MarkKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { Indices } from '../data/indices.ts';
import { TimelineData } from '../data/timelineData.ts';
import { Axis } from '../scale/axis.ts';
import { clockScale } from '../scale/buildScale.ts';
import { hitRow } from './hitTest.ts';

function hitAt(x: number) {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  builder.span(lane, SpanKind.cell, 'a', 10, 40);
  builder.span(lane, SpanKind.cell, 'b', 60, 60.1);
  builder.span(lane, SpanKind.cell, 'c', 80, Number.POSITIVE_INFINITY);
  builder.mark(lane, MarkKind.yield, 'Yielded', 30);
  builder.mark(lane, MarkKind.reallyOver, 'Over', 100);
  const data = new TimelineData();
  data.apply(builder.delta());
  const indices = new Indices(data);
  indices.update();
  const axis = new Axis(clockScale(), { from: 0, to: 100 }, 100);
  return hitRow(x, axis, data.endMs, data.spans, indices.spans.row(0, 0), data.marks, indices.marks.row(0, 0));
}

test('inside a span is that span', () => {
  expect(hitAt(15)).toEqual({ type: 'span', index: 0 });
});

test('a mark lies above its span', () => {
  expect(hitAt(28)).toEqual({ type: 'mark', index: 0 });
});

test('a span too narrow to be met exactly is met by coming close', () => {
  expect(hitAt(58)).toEqual({ type: 'span', index: 1 });
  expect(hitAt(53)).toBeNull();
});

test('an open span reaches until now', () => {
  expect(hitAt(90)).toEqual({ type: 'span', index: 2 });
});

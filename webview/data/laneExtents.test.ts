import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { LaneExtents } from './laneExtents.ts';
import { TimelineData } from './timelineData.ts';

test('a lane is touched by what lies in it and by what lies below it', () => {
  const builder = new TimelineBuilder();
  const thread = builder.lane(LaneKind.thread, 'main');
  const early = builder.lane(LaneKind.cell, 'Cell 1', thread);
  const late = builder.lane(LaneKind.cell, 'Cell 2', thread);
  builder.span(early, SpanKind.cell, 'Cell 1', 10, 20);
  builder.span(late, SpanKind.cell, 'Cell 2', 90, 99);
  const data = new TimelineData();
  data.apply(builder.delta());
  const extents = new LaneExtents();
  extents.update(data);
  expect([...extents.touching(data, 0, 15)]).toEqual([1, 1, 0]);
  expect([...extents.touching(data, 95, 200)]).toEqual([1, 0, 1]);
  expect([...extents.touching(data, 200, 300)]).toEqual([0, 0, 0]);
});

test('an open span touches everything after its start until its end is known', () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  const span = builder.span(lane, SpanKind.cell, 'Cell 1', 10, Number.POSITIVE_INFINITY);
  const data = new TimelineData();
  data.apply(builder.delta());
  const extents = new LaneExtents();
  extents.update(data);
  expect([...extents.touching(data, 500, 600)]).toEqual([1]);
  expect([...extents.touching(data, 0, 5)]).toEqual([0]);
  builder.endSpan(span, 100);
  data.apply(builder.delta());
  extents.update(data);
  expect([...extents.touching(data, 500, 600)]).toEqual([0]);
  expect([...extents.touching(data, 50, 60)]).toEqual([1]);
});

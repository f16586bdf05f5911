import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { TimelineData } from './timelineData.ts';
import { waitedFolds } from './waitedFolds.ts';

test('a fold that a wait spans is a wait, one without is idle', () => {
  const builder = new TimelineBuilder();
  const thread = builder.lane(LaneKind.thread, 'main');
  builder.span(thread, SpanKind.wait, 'wait', 1000, 32_000);
  builder.span(thread, SpanKind.wait, 'wait', 49_000, 52_000);
  builder.span(thread, SpanKind.cell, 'Cell 1', 0, 90_000);
  builder.folds = [
    [1000, 30_000],
    [40_000, 48_000],
    [50_000, 60_000],
    [70_000, 80_000],
  ];
  const data = new TimelineData();
  data.apply(builder.delta());
  expect([...waitedFolds(data)]).toEqual([1000]);
});

import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { TimelineData } from './timelineData.ts';
import { totalsOf } from './totals.ts';

/** A cell from 0 to 100 ms, the next one right behind it, and a wait without a length where they meet. */
function twoCells(): TimelineData {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.thread, 'main');
  builder.span(lane, SpanKind.cell, 'Cell 1', 0, 100);
  builder.span(lane, SpanKind.cell, 'Cell 2', 100, 180);
  builder.span(lane, SpanKind.wait, 'wait', 100, 100, { row: 1 });
  const data = new TimelineData();
  data.apply(builder.delta());
  return data;
}

const counts = (fromMs: number, toMs: number) =>
  totalsOf(twoCells(), fromMs, toMs, 1000).kinds.map(({ kind, count, openMs }) => [kind, count, openMs]);

test('what only adjoins a range is not counted, what has no length is', () => {
  expect(counts(0, 100)).toEqual([
    [SpanKind.cell, 1, 100],
    [SpanKind.wait, 1, 0],
  ]);
  expect(counts(40, 140)).toEqual([
    [SpanKind.cell, 2, 100],
    [SpanKind.wait, 1, 0],
  ]);
});

test('a range without a length has what is open there', () => {
  expect(counts(50, 50)).toEqual([[SpanKind.cell, 1, 0]]);
});

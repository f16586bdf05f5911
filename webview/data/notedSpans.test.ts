import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { notedSpans } from './notedSpans.ts';
import { TimelineData } from './timelineData.ts';

const cell = { kind: 'code_cell', id: 'cell-1' } as const;

function drawn(): TimelineData {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  builder.span(lane, SpanKind.nestedCall, 'call', 5, 30, { row: 1 });
  builder.span(lane, SpanKind.cell, 'Cell 1', 0, 100, { entity: cell });
  builder.span(lane, SpanKind.cell, 'Cell 1, observed', 100, 120, { entity: cell });
  const data = new TimelineData();
  data.apply(builder.delta());
  return data;
}

test('a note stands at the main span of what it is about, once', () => {
  expect(notedSpans(drawn(), [{ ref: cell, text: 'why?' }])).toEqual([1]);
});

test('a note on what has no span stands nowhere', () => {
  expect(notedSpans(drawn(), [{ ref: { kind: 'raw_payload', id: 'x' }, text: 'why?' }])).toEqual([]);
  expect(notedSpans(drawn(), [])).toEqual([]);
});

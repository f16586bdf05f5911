import { expect, test } from 'vitest';
import { LaneKind, SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { TimelineData } from './timelineData.ts';

function liveCell() {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  const span = builder.span(lane, SpanKind.cell, 'Cell 1', 0, Number.POSITIVE_INFINITY);
  return { builder, lane, span };
}

test('deltas in order make one timeline', () => {
  const { builder, lane, span } = liveCell();
  const data = new TimelineData();
  expect(data.apply(builder.delta())).toBe('taken');
  builder.span(lane, SpanKind.nestedCall, 'read_file', 5, 9, { row: 1 });
  builder.endSpan(span, 20, SpanStatus.failed);
  expect(data.apply(builder.delta())).toBe('taken');
  expect(data.spans.count).toBe(2);
  expect([...data.spans.start.subarray(0, 2)]).toEqual([0, 5]);
  expect(data.spanLabel(1)).toBe('read_file');
  expect(data.spans.end[0]).toBe(20);
  expect(data.spans.status[0]).toBe(SpanStatus.failed);
  expect(data.lanes.rows[0]).toBe(2);
});

test('many small deltas give the same timeline as one whole', () => {
  const { builder, lane } = liveCell();
  const piecewise = new TimelineData();
  piecewise.apply(builder.delta());
  for (let index = 0; index < 200; index++) {
    builder.span(lane, SpanKind.nestedCall, `call ${index % 7}`, index * 10, index * 10 + 5, { row: 1 + (index % 3) });
    piecewise.apply(builder.delta());
  }
  const whole = new TimelineData();
  whole.apply(builder.delta(true));
  expect(piecewise.spans.count).toBe(whole.spans.count);
  for (let span = 0; span < whole.spans.count; span++) {
    expect(piecewise.spans.start[span]).toBe(whole.spans.start[span]);
    expect(piecewise.spanLabel(span)).toBe(whole.spanLabel(span));
    expect(piecewise.spanEntity(span)).toEqual(whole.spanEntity(span));
  }
  expect(piecewise.lanes.rows[0]).toBe(4);
});

test('a missed delta is refused and changes nothing', () => {
  const { builder, lane } = liveCell();
  const data = new TimelineData();
  data.apply(builder.delta());
  builder.span(lane, SpanKind.nestedCall, 'lost', 1, 2, { row: 1 });
  builder.delta();
  builder.span(lane, SpanKind.nestedCall, 'next', 3, 4, { row: 1 });
  expect(data.apply(builder.delta())).toBe('gap');
  expect(data.spans.count).toBe(1);
});

test('a reset forgets what was there', () => {
  const { builder } = liveCell();
  const data = new TimelineData();
  data.apply(builder.delta());
  const other = new TimelineBuilder();
  other.lane(LaneKind.thread, 'main');
  data.apply(other.delta(true));
  expect(data.spans.count).toBe(0);
  expect(data.laneLabel(0)).toBe('main');
  expect(data.generation).toBe(2);
});

test('an object is found by its name', () => {
  const { builder } = liveCell();
  const data = new TimelineData();
  data.apply(builder.delta());
  expect(data.findSpan({ kind: 'code_cell', id: 'Cell 1@0' })).toBe(0);
  expect(data.findSpan({ kind: 'code_cell', id: 'nobody' })).toBe(-1);
});

test('a lane that was there before its cell gets its name later', () => {
  const { builder } = liveCell();
  const data = new TimelineData();
  data.apply(builder.delta());
  builder.span(0, SpanKind.nestedCall, 'Cell 7', 1, 2, { row: 1 });
  const delta = builder.delta();
  const laneLabel = Int32Array.of(data.strings.length);
  data.apply({
    ...delta,
    patches: { ...delta.patches, lane: Int32Array.of(0), laneRows: Int32Array.of(2), laneLabel },
  });
  expect(data.laneLabel(0)).toBe('Cell 7');
});

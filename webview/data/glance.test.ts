import { expect, test } from 'vitest';
import { ArcKind, LaneKind, SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { failuresOf } from './failures.ts';
import { glanceOf, longestOf } from './glance.ts';
import { TimelineData } from './timelineData.ts';

const { inference, nestedCall, directCall, wait, cell, request } = SpanKind;

function rollout(write: (b: TimelineBuilder, thread: number) => void): TimelineData {
  const builder = new TimelineBuilder();
  write(builder, builder.lane(LaneKind.thread, 'main'));
  const data = new TimelineData();
  data.apply(builder.delta());
  return data;
}

test('what runs side by side covers its time once', () => {
  const data = rollout((b, thread) => {
    b.span(thread, nestedCall, 'a', 0, 100);
    b.span(thread, nestedCall, 'b', 50, 150);
    b.span(thread, nestedCall, 'c', 400, 410);
  });
  expect(glanceOf(data, data.endMs).groups.call).toMatchObject({ count: 3, coveredMs: 160 });
});

test('spans need not come in order of time', () => {
  const data = rollout((b, thread) => {
    b.span(thread, inference, 'late', 100, 200);
    b.span(thread, inference, 'early', 0, 150);
    b.span(thread, wait, 'wait', 0, 10);
  });
  const { groups } = glanceOf(data, data.endMs);
  expect(groups.model).toMatchObject({ count: 2, coveredMs: 200 });
  expect(groups.wait).toMatchObject({ count: 1, coveredMs: 10 });
});

test('what is asked for without a model is counted apart from what a model thought', () => {
  const data = rollout((b, thread) => {
    b.span(thread, request, 'person', 0, 0);
    b.span(thread, request, 'person', 50, 50);
  });
  const { groups } = glanceOf(data, data.endMs);
  expect([groups.request.count, groups.model.count]).toEqual([2, 0]);
});

test('the calls that start a cell and wait for it are no tools', () => {
  const data = rollout((b, thread) => {
    b.span(thread, directCall, 'exec', 0, 100);
    b.span(thread, directCall, 'wait', 100, 200);
    b.span(thread, directCall, 'exec_command ls', 200, 230);
  });
  expect(glanceOf(data, data.endMs).groups.call).toMatchObject({ count: 1, coveredMs: 30 });
});

test('what still runs has lasted until now', () => {
  const data = rollout((b, thread) => {
    b.span(thread, cell, 'Cell 1', 20, Number.POSITIVE_INFINITY);
  });
  expect(glanceOf(data, 100).groups.cell.coveredMs).toBe(80);
});

test('the longest come first, and no more than are asked for', () => {
  const data = rollout((b, thread) => {
    for (const length of [30, 10, 50, 20]) b.span(thread, inference, `model ${length}`, 0, length);
  });
  expect(longestOf(data, 'model', data.endMs, 2).map(span => data.spanLabel(span))).toEqual(['model 50', 'model 30']);
});

test('a cell that failed is one failure, with what started it and waited for it', () => {
  const data = rollout((b, thread) => {
    const entity = { kind: 'code_cell', id: 'c1' } as const;
    const status = SpanStatus.failed;
    const exec = b.span(thread, directCall, 'exec', 0, 100, { status });
    const lane = b.lane(LaneKind.cell, 'Cell 1', thread, entity);
    const failed = b.span(lane, cell, 'Cell 1', 0, 100, { status, entity });
    b.span(lane, wait, 'exec', 0, 100, { row: 1, status, entity });
    b.span(lane, nestedCall, 'read_file', 10, 20, { row: 2, status });
    b.arc(ArcKind.starts, exec, failed);
  });
  expect(failuresOf(data).map(span => data.spanLabel(span))).toEqual(['Cell 1', 'read_file']);
});

test('a wait that failed by itself is a failure, and so is a call that started nothing', () => {
  const data = rollout((b, thread) => {
    b.span(thread, directCall, 'exec', 50, 60, { status: SpanStatus.failed });
    b.span(thread, wait, 'wait', 0, 10, { status: SpanStatus.failed });
    b.span(thread, nestedCall, 'fine', 0, 10);
  });
  expect(failuresOf(data).map(span => data.spanLabel(span))).toEqual(['wait', 'exec']);
});

import { expect, test } from 'vitest';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { LaneKind, SpanKind, SpanStatus } from '../trace/timeline/columns.ts';
import { activity } from './activity.ts';

const clock = { toUnit: (ms: number) => ms };

/** How many calls are open in each tenth of a second. */
function callsOf(spans: readonly (readonly [kind: SpanKind, label: string])[]): number[] {
  const builder = new TimelineBuilder();
  const thread = builder.lane(LaneKind.thread, 'main');
  for (const [place, [kind, label]] of spans.entries())
    builder.span(thread, kind, label, place * 100, place * 100 + 100);
  const { groups } = activity(builder.delta(), clock, spans.length * 100, 1e6, spans.length, SpanStatus.failed);
  return [...groups.call];
}

test('calls of the model are tools at work as those of a cell are', () => {
  const { directCall, nestedCall, inference } = SpanKind;
  expect(
    callsOf([
      [directCall, 'exec_command'],
      [inference, 'model'],
      [nestedCall, 'read_file'],
    ]),
  ).toEqual([1, 0, 1]);
});

test('the calls that start a cell and wait for it are no tools', () => {
  expect(
    callsOf([
      [SpanKind.directCall, 'exec'],
      [SpanKind.directCall, 'wait 1'],
      [SpanKind.directCall, 'executor'],
    ]),
  ).toEqual([0, 0, 1]);
});

import { expect, test } from 'vitest';
import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { livelyRollout } from '../../test/viewer/support/livelyRollout.ts';
import { aggregate } from './aggregate.ts';
import { TimelineData } from './timelineData.ts';
import { totalsOf } from './totals.ts';

const data = new TimelineData();
data.apply(livelyRollout().builder.delta());

test('calls of one tool are one group, whatever their arguments', () => {
  const groups = aggregate(data, 0, data.endMs, data.endMs);
  const commands = groups.find(group => group.name === 'exec_command');
  expect(commands).toMatchObject({ kind: SpanKind.nestedCall, count: 2, totalMs: 15_400 + 18_800, longestMs: 18_800 });
  expect(data.spanLabel(commands?.longest ?? -1)).toBe('exec_command npm run watch');
  expect(groups.find(group => group.name === 'read_file')).toMatchObject({ failed: 1 });
});

test('the heaviest group comes first', () => {
  const totals = aggregate(data, 0, data.endMs, data.endMs).map(group => group.totalMs);
  expect(totals).toEqual([...totals].sort((a, b) => b - a));
});

test('in a stretch only what lies in it is counted', () => {
  const groups = aggregate(data, 8000, 9000, data.endMs);
  expect(groups.find(group => group.name === 'exec_command')).toMatchObject({ count: 1, totalMs: 500 });
  expect(groups.some(group => group.name === 'apply_patch')).toBe(false);
});

test('totals of a stretch count waits side by side once', () => {
  const totals = totalsOf(data, 0, 26_000, data.endMs);
  expect(totals.waitingMs).toBeCloseTo(5050 + 3550);
  expect(totals.failed).toBe(1);
  expect(totals.kinds.find(total => total.kind === SpanKind.cell)).toMatchObject({ count: 2 });
});

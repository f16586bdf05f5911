import { expect, test } from 'vitest';
import { LaneKind, SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { type FlameOrder, type Frame, flame, placeFrames } from './flame.ts';
import { TimelineData } from './timelineData.ts';

/** Two cells of one thread: the first reads twice, side by side, and runs a command; the second reads once. */
function data(): TimelineData {
  const b = new TimelineBuilder();
  const main = b.lane(LaneKind.thread, 'main');
  b.span(main, SpanKind.thread, 'main', 0, 1000);
  b.span(main, SpanKind.inference, 'model', 0, 50, { row: 2 });
  b.span(main, SpanKind.directCall, 'exec', 50, 200, { row: 3 });
  const one = b.lane(LaneKind.cell, 'Cell 1', main);
  b.span(one, SpanKind.cell, 'Cell 1', 50, 200);
  b.span(one, SpanKind.nestedCall, 'read_file', 60, 160, { row: 2 });
  b.span(one, SpanKind.nestedCall, 'read_file', 60, 160, { row: 3, status: SpanStatus.failed });
  b.span(one, SpanKind.nestedCall, 'exec_command npm test', 160, 200, { row: 2 });
  const two = b.lane(LaneKind.cell, 'Cell 2', main);
  b.span(two, SpanKind.cell, 'Cell 2', 300, 400);
  b.span(two, SpanKind.nestedCall, 'read_file', 310, 330, { row: 2 });
  b.span(two, SpanKind.wait, 'wait', 300, 400, { row: 1 });
  const made = new TimelineData();
  made.apply(b.delta());
  return made;
}

const told = (frame: Frame): unknown[] => [
  `${frame.name} ${frame.weight}/${frame.totalMs} ×${frame.count}${frame.failed > 0 ? ` !${frame.failed}` : ''}`,
  ...frame.children.map(told),
];
const whole = (order: FlameOrder) => flame(data(), order, 0, 1000, 1000);

test('by cell: what a cell called is taken together by name, the heaviest first', () => {
  expect(whole('cell').children.map(told)).toEqual([
    [
      'main 490/0 ×0',
      // Its calls ran side by side: 240 ms of work in 150 ms.
      ['Cell 1 240/150 ×1', ['read_file 200/200 ×2 !1'], ['exec_command 40/40 ×1']],
      ['Cell 2 100/100 ×1', ['read_file 20/20 ×1']],
      ['wait 100/100 ×1'],
      ['model 50/50 ×1'],
    ],
  ]);
});

test('by tool: every call of a tool, and below it the cells that made them', () => {
  expect(whole('tool').children.map(told)).toEqual([
    ['read_file 220/220 ×3 !1', ['Cell 1 200/200 ×2 !1'], ['Cell 2 20/20 ×1']],
    ['wait 100/100 ×1'],
    ['model 50/50 ×1'],
    ['exec_command 40/40 ×1', ['Cell 1 40/40 ×1']],
  ]);
});

test('of a stretch of time only what lies in it counts', () => {
  expect(flame(data(), 'tool', 100, 165, 1000).children.map(told)).toEqual([
    ['read_file 120/120 ×2 !1', ['Cell 1 120/120 ×2 !1']],
    ['exec_command 5/5 ×1', ['Cell 1 5/5 ×1']],
  ]);
});

test('frames lie side by side within the one above, as wide as they are heavy', () => {
  const root = whole('tool');
  const placed = placeFrames(root, '', 0);
  const rows = placed.map(({ frame, depth, from, width }) => [
    frame.name,
    depth,
    Math.round(from * 410),
    Math.round(width * 410),
  ]);
  expect(rows.slice(0, 4)).toEqual([
    ['read_file', 0, 0, 220],
    ['Cell 1', 1, 0, 200],
    ['Cell 2', 1, 200, 20],
    ['wait', 0, 220, 100],
  ]);
});

test('a frame that fills the width leaves its parents above it and nothing beside it', () => {
  const root = whole('cell');
  const cell = root.children[0]?.children[0];
  const placed = placeFrames(root, cell?.key ?? '', 0);
  expect(placed.map(({ frame, width }) => [frame.name, Math.round(width * 240)])).toEqual([
    ['main', 240],
    ['Cell 1', 240],
    ['read_file', 200],
    ['exec_command', 40],
  ]);
});

test('what would be too narrow to see is left out', () => {
  expect(placeFrames(whole('tool'), '', 0.2).map(({ frame }) => frame.name)).toEqual(['read_file', 'Cell 1', 'wait']);
});

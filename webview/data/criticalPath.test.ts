import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { livelyRollout } from '../../test/viewer/support/livelyRollout.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { criticalPath } from './criticalPath.ts';
import { Indices } from './indices.ts';
import { TimelineData } from './timelineData.ts';

function pathOf(builder: TimelineBuilder, span: number): [label: string, from: number, to: number][] {
  const data = new TimelineData();
  data.apply(builder.delta());
  const indices = new Indices(data);
  indices.update();
  return criticalPath(data, indices, span, data.endMs).map(piece => [
    data.spanLabel(piece.span),
    piece.fromMs,
    piece.toMs,
  ]);
}

test('of calls side by side the one that ended last counts, before it the one that ended last before it began', () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  const cell = builder.span(lane, SpanKind.cell, 'Cell 1', 0, 100);
  builder.span(lane, SpanKind.nestedCall, 'early', 5, 30, { row: 1 });
  builder.span(lane, SpanKind.nestedCall, 'short', 10, 20, { row: 2 });
  builder.span(lane, SpanKind.nestedCall, 'long', 40, 90, { row: 1 });
  builder.span(lane, SpanKind.nestedCall, 'beside', 41, 80, { row: 2 });
  expect(pathOf(builder, cell)).toEqual([
    ['Cell 1', 0, 5],
    ['early', 5, 30],
    ['Cell 1', 30, 40],
    ['long', 40, 90],
    ['Cell 1', 90, 100],
  ]);
});

test('the path of a turn leads through model calls into cells and their calls', () => {
  const { builder } = livelyRollout();
  const path = pathOf(builder, 1);
  expect(path[0]).toEqual(['Turn 1: find slow tests', 200, 400]);
  expect(path.map(([label]) => label)).toContain('exec_command npm test -- --reporter json');
  for (let index = 1; index < path.length; index++) expect(path[index]?.[1]).toBe(path[index - 1]?.[2]);
  expect(path.at(-1)?.[2]).toBe(26_400);
});

test('a call that outlived its cell is cut at the end of the cell', () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  const cell = builder.span(lane, SpanKind.cell, 'Cell 1', 0, 50);
  builder.span(lane, SpanKind.nestedCall, 'survivor', 10, 500, { row: 1 });
  expect(pathOf(builder, cell)).toEqual([
    ['Cell 1', 0, 10],
    ['survivor', 10, 50],
  ]);
});

test('a call has no parts: its path is itself', () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  builder.span(lane, SpanKind.cell, 'Cell 1', 0, 50);
  const call = builder.span(lane, SpanKind.nestedCall, 'call', 10, 20, { row: 1 });
  expect(pathOf(builder, call)).toEqual([['call', 10, 20]]);
});

import { expect, test } from 'vitest';
import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { livelyRollout } from '../../test/viewer/support/livelyRollout.ts';
import { RowIndex } from '../data/rowIndex.ts';
import { TimelineData } from '../data/timelineData.ts';
import { layoutLanes } from './laneLayout.ts';
import { type Direction, neighbour } from './navigate.ts';

const heights = { lane: 20, nested: 10, gap: 4 };

function field(collapsed: (lane: number) => boolean = () => false) {
  const data = new TimelineData();
  data.apply(livelyRollout().builder.delta());
  const index = new RowIndex();
  index.update(data.lanes, data.spans);
  const layout = layoutLanes(data.lanes, heights, collapsed);
  const go = (from: number, ...ways: Direction[]) =>
    ways.reduce((span, way) => neighbour({ layout, lanes: data.lanes, spans: data.spans, index }, span, way), from);
  const find = (label: string) =>
    Array.from({ length: data.spans.count }, (_, span) => span).find(span => data.spanLabel(span) === label) ?? -1;
  return { data, go, find };
}

test('with nothing selected every arrow begins at the first span', () => {
  const { data, go } = field();
  expect(data.spanLabel(go(-1, 'right'))).toBe('main');
});

test('left and right go along the row and end at its ends', () => {
  const { data, go, find } = field();
  const first = find('Turn 1: find slow tests');
  expect(data.spanLabel(go(first, 'right'))).toBe('Turn 2: fix the slowest');
  expect(go(first, 'left')).toBe(-1);
});

test('down leads to the span below that lies nearest in time, up leads back', () => {
  const { data, go, find } = field();
  const turn = find('Turn 2: fix the slowest');
  const below = go(turn, 'down');
  expect(data.spans.kind[below]).toBe(SpanKind.inference);
  expect(data.spans.start[below]).toBe(189_200);
  expect(go(below, 'up')).toBe(turn);
});

test('rows of collapsed lanes are passed over', () => {
  const { data, go, find } = field(lane => lane === 1);
  const below = go(find('Cell 1'), 'down');
  expect(data.spanLabel(below)).toBe('Cell 2');
});

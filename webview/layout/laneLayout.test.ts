import { expect, test } from 'vitest';
import type { LaneColumns } from '../../runtime/trace/timeline/columns.ts';
import { lanePlaceAt, layoutLanes, rowAt, rowPlace } from './laneLayout.ts';

const heights = { lane: 20, nested: 10, gap: 4 };

function lanes(...rows: [parent: number, rows: number][]): LaneColumns {
  return {
    count: rows.length,
    parent: Int32Array.from(rows, row => row[0]),
    rows: Int32Array.from(rows, row => row[1]),
    kind: new Uint8Array(rows.length),
    label: new Int32Array(rows.length),
    entity: new Int32Array(rows.length),
  };
}

test('a lane stands above its children, also those that were appended later', () => {
  const columns = lanes([-1, 1], [0, 1], [-1, 1], [0, 1], [1, 1]);
  const layout = layoutLanes(columns, heights, () => false);
  expect([...layout.lanes]).toEqual([0, 1, 4, 3, 2]);
  expect([...layout.depth]).toEqual([0, 1, 2, 1, 0]);
});

test('rows below a lane take their height, and the next lane comes after the gap', () => {
  const layout = layoutLanes(lanes([-1, 3], [-1, 1]), heights, () => false);
  expect([...layout.top]).toEqual([0, 44, 68]);
  expect(rowPlace(layout, 0, 2)).toEqual({ lane: 0, row: 2, y: 30, height: 10 });
});

test('a collapsed lane is one row and hides what is below', () => {
  const columns = lanes([-1, 3], [0, 2], [1, 1], [-1, 1]);
  const layout = layoutLanes(columns, heights, lane => lane === 0);
  expect([...layout.lanes]).toEqual([0, 3]);
  expect(layout.height).toBe(48);
  expect(rowPlace(layout, 0, 1)).toBeNull();
  expect(rowPlace(layout, 2, 0)).toBeNull();
});

test('empty rows among the first take no room, neither in drawing nor under the pointer', () => {
  const columns = lanes([-1, 5]);
  const layout = layoutLanes(
    columns,
    heights,
    () => false,
    (_lane, row) => row !== 1 && row !== 3,
  );
  expect(layout.height).toBe(20 + 2 * 10 + 4);
  expect(rowPlace(layout, 0, 1)).toBeNull();
  expect(rowPlace(layout, 0, 2)).toMatchObject({ y: 20 });
  expect(rowPlace(layout, 0, 4)).toMatchObject({ y: 30 });
  expect(rowAt(layout, columns, 25)).toMatchObject({ row: 2 });
  expect(rowAt(layout, columns, 35)).toMatchObject({ row: 4 });
});

test('a y leads to its row, and to none in the air between lanes', () => {
  const columns = lanes([-1, 2], [-1, 1]);
  const layout = layoutLanes(columns, heights, () => false);
  expect(rowAt(layout, columns, 5)).toMatchObject({ lane: 0, row: 0 });
  expect(rowAt(layout, columns, 25)).toMatchObject({ lane: 0, row: 1 });
  expect(rowAt(layout, columns, 32)).toBeNull();
  expect(rowAt(layout, columns, 40)).toMatchObject({ lane: 1, row: 0 });
  expect(rowAt(layout, columns, 900)).toBeNull();
  expect(lanePlaceAt(layout, 1e9)).toBe(1);
});

test('a lane that names itself or a later lane as parent still gets a place', () => {
  const layout = layoutLanes(lanes([0, 1], [2, 1], [1, 1]), heights, () => false);
  expect([...layout.lanes].sort()).toEqual([0, 1, 2]);
});

test('a hundred thousand lanes, each below the one before, do not overflow', () => {
  const count = 100_000;
  const columns = lanes(...Array.from({ length: count }, (_, lane): [number, number] => [lane - 1, 1]));
  const layout = layoutLanes(columns, heights, () => false);
  expect(layout.lanes.length).toBe(count);
  expect(layout.depth[count - 1]).toBe(255);
});

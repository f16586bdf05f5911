import { expect, test } from 'vitest';
import type { MarkColumns } from '../../runtime/trace/timeline/columns.ts';
import { marksOfLane, neighbourMark } from './markNavigation.ts';

const zeros = () => new Int32Array(5);
const marks: MarkColumns = {
  count: 5,
  at: Float64Array.of(30, 10, 20, 20, 40),
  kind: new Uint8Array(5),
  lane: Int32Array.of(0, 0, 1, 1, 0),
  row: zeros(),
  label: zeros(),
  entity: zeros(),
};

test('stepping forward meets every mark once, in order of time', () => {
  const met: number[] = [];
  for (let mark = neighbourMark(marks, -1, -1, 1); mark >= 0; mark = neighbourMark(marks, mark, 0, 1)) met.push(mark);
  expect(met).toEqual([1, 2, 3, 0, 4]);
});

test('stepping back meets them the other way round', () => {
  const met: number[] = [];
  for (let mark = neighbourMark(marks, -1, 99, -1); mark >= 0; mark = neighbourMark(marks, mark, 0, -1)) met.push(mark);
  expect(met).toEqual([4, 0, 3, 2, 1]);
});

test('without a mark the walk begins at a moment', () => {
  expect(neighbourMark(marks, -1, 25, 1)).toBe(0);
  expect(neighbourMark(marks, -1, 15, -1)).toBe(1);
});

test('marks of a lane come in order of time', () => {
  expect(marksOfLane(marks, 0)).toEqual([1, 0, 4]);
});

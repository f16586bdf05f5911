import { expect, test } from 'vitest';
import { packedColumns } from './packedColumns.ts';

const message = {
  version: 3,
  strings: ['a', 'b'],
  spans: {
    count: 3,
    kind: Uint8Array.of(1, 2, 3),
    start: Float64Array.of(0.5, Number.POSITIVE_INFINITY, 2),
    lane: Int32Array.of(-1, 7, 8),
    label: Int32Array.of(-1, 7, 8).subarray(1),
  },
  folds: { count: 0, start: new Float64Array() },
};

test('what comes out of packing equals what went in', () => {
  expect(packedColumns(message)).toEqual(message);
});

test('all columns share one buffer, which holds nothing else', () => {
  const { spans, folds } = packedColumns(message);
  const columns = [spans.kind, spans.start, spans.lane, spans.label, folds.start];
  expect(new Set(columns.map(({ buffer }) => buffer)).size).toBe(1);
  expect(spans.kind.buffer.byteLength).toBe(3 + 24 + 12 + 8);
});

test('a packed column does not change with the one it was made of', () => {
  const lane = Int32Array.of(1, 2);
  const packed = packedColumns({ lane });
  lane[0] = 9;
  expect([...packed.lane]).toEqual([1, 2]);
});

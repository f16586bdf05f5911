import { expect, test } from 'vitest';
import type { StoredWrite } from '../../runtime/viewer/storedValues.ts';
import { storedAt } from './storedAt.ts';

function write(
  key: string,
  value: string | null,
  fromMs: number,
  endMs: number | null,
  more: Partial<StoredWrite> = {},
) {
  const cell = { kind: 'code_cell', id: `cell@${fromMs}` } as const;
  const life = { fromMs, endMs, committed: endMs !== null };
  return { cell, cellName: 'Cell', thread: '', key, value, certain: true, ...life, ...more };
}
const at = (writes: readonly StoredWrite[], ms: number) => {
  const { committed, open } = storedAt(writes, ms);
  return [committed.map(({ key, value }) => [key, value]), open.map(({ key }) => key)];
};

test('what a cell stores counts from its end on, before that it is open', () => {
  const writes = [write('k', '1', 100, 200)];
  expect(at(writes, 99)).toEqual([[], []]);
  expect(at(writes, 150)).toEqual([[], ['k']]);
  expect(at(writes, 200)).toEqual([[['k', '1']], []]);
});

test('the cell that completes last wins, whichever began first', () => {
  const writes = [write('k', '"slow"', 0, 500), write('k', '"quick"', 100, 200)];
  expect(at(writes, 300)).toEqual([[['k', '"quick"']], ['k']]);
  expect(at(writes, 500)).toEqual([[['k', '"slow"']], []]);
});

test('what a terminated cell stored is open while it runs and gone afterwards', () => {
  const writes = [write('k', '1', 0, 100, { committed: false })];
  expect(at(writes, 50)).toEqual([[], ['k']]);
  expect(at(writes, 100)).toEqual([[], []]);
});

test('a key that may have been overwritten is still there, with a value nobody knows', () => {
  const writes = [write('k', '1', 0, 100), write('k', '2', 200, 300, { certain: false })];
  expect(at(writes, 150)).toEqual([[['k', '1']], []]);
  expect(at(writes, 300)).toEqual([[['k', null]], []]);
});

test('sessions of different threads hold keys of their own', () => {
  const writes = [write('k', '1', 0, 100, { thread: '/root' }), write('k', '2', 0, 100, { thread: '/root/alpha' })];
  expect(at(writes, 100)[0]).toEqual([
    ['k', '1'],
    ['k', '2'],
  ]);
});

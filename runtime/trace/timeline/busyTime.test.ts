import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BusyTime } from './busyTime.ts';

const intervals = fc.array(fc.tuple(fc.nat(500), fc.nat(40)), { minLength: 1, maxLength: 60 });

test('a stretch is quiet exactly when no interval comes within it and it is longer than the threshold', () => {
  fc.assert(
    fc.property(intervals, list => {
      const busy = new BusyTime(20);
      for (const [start, length] of list) busy.add(start, start + length);
      const sorted = [...list].sort((a, b) => a[0] - b[0]);
      const expected: string[] = [];
      let reached = Number.NaN;
      for (const [start, length] of sorted) {
        if (start - reached > 20) expected.push(`${reached}-${start}`);
        reached = Number.isNaN(reached) ? start + length : Math.max(reached, start + length);
      }
      const { start, end } = busy.folds();
      expect([...start].map((from, at) => `${from}-${end[at]}`)).toEqual(expected);
    }),
  );
});

test('the order in which intervals are told does not matter', () => {
  const there = new BusyTime(10);
  const back = new BusyTime(10);
  const list = [0, 30, 15, 100, 45, 60, 52].map(start => [start, start + 3] as const);
  for (const [start, end] of list) there.add(start, end);
  for (const [start, end] of list.toReversed()) back.add(start, end);
  expect(there.folds()).toEqual(back.folds());
  expect([...there.folds().start]).toEqual([3, 18, 33, 63]);
});

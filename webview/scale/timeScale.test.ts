import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clockScale, foldedScale, orderScale } from './buildScale.ts';
import type { TimeScale } from './timeScale.ts';

const folds = (...pairs: [number, number][]) => ({
  count: pairs.length,
  start: Float64Array.from(pairs, pair => pair[0]),
  end: Float64Array.from(pairs, pair => pair[1]),
});
const nobody = new Set<number>();

test('by the clock a unit is a millisecond', () => {
  const scale = clockScale();
  expect(scale.toUnit(1234.5)).toBe(1234.5);
  expect(scale.toTime(-3)).toBe(-3);
});

test('a folded idle stretch takes two percent of the busy time', () => {
  const scale = foldedScale(folds([1000, 9000]), nobody, 10_000);
  expect(scale.toUnit(1000)).toBe(1000);
  expect(scale.toUnit(9000)).toBeCloseTo(1040);
  expect(scale.toUnit(10_000)).toBeCloseTo(2040);
  expect(scale.folds).toEqual([{ startMs: 1000, endMs: 9000, fromUnit: 1000, toUnit: 1040, waited: false }]);
});

test('a fold never takes more room than the time it hides', () => {
  const scale = foldedScale(folds([1000, 1001]), nobody, 10_000);
  expect(scale.toUnit(1001)).toBeCloseTo(1001);
});

test('an opened fold is drawn by the clock again', () => {
  const scale = foldedScale(folds([1000, 9000]), new Set([1000]), 10_000);
  expect(scale.folds).toEqual([]);
  expect(scale.toUnit(10_000)).toBeCloseTo(10_000);
});

test('in event order neighbouring events are one unit apart, however long the pause', () => {
  const scale = orderScale(Float64Array.of(5, 6, 1000));
  expect(scale.toUnit(5)).toBe(1);
  expect(scale.toUnit(6)).toBe(2);
  expect(scale.toUnit(1000)).toBe(3);
  expect(scale.toUnit(3000)).toBe(5);
});

test('every scale rises and leads back to where it came from', () => {
  const scales: TimeScale[] = [
    clockScale(),
    foldedScale(folds([100, 900], [1500, 90_000], [95_000, 95_010]), nobody, 100_000),
    orderScale(Float64Array.of(0, 3, 50, 50.5, 99_000)),
  ];
  for (const scale of scales) {
    fc.assert(
      fc.property(
        fc.double({ min: -1000, max: 200_000, noNaN: true }),
        fc.double({ min: 0.01, max: 5000, noNaN: true }),
        (ms, by) => {
          expect(scale.toUnit(ms + by)).toBeGreaterThan(scale.toUnit(ms));
          expect(scale.toTime(scale.toUnit(ms))).toBeCloseTo(ms, 4);
        },
      ),
    );
  }
});

test('folds that overlap or run backwards do no harm', () => {
  const scale = foldedScale(folds([100, 500], [300, 600], [700, 650]), nobody, 1000);
  expect(scale.toUnit(1000)).toBeGreaterThan(scale.toUnit(600));
  expect(scale.folds.map(fold => [fold.startMs, fold.endMs])).toEqual([
    [100, 500],
    [500, 600],
  ]);
});

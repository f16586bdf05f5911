import { expect, test } from 'vitest';
import { Axis } from './axis.ts';
import { clockScale, foldedScale, orderScale } from './buildScale.ts';
import { axisTicks, tidyStep } from './ticks.ts';

test('steps are tidy in fractions of a second and in minutes', () => {
  expect(tidyStep(0.03)).toBeCloseTo(0.05);
  expect(tidyStep(130)).toBe(200);
  expect(tidyStep(700)).toBe(1000);
  expect(tidyStep(8000)).toBe(10_000);
  expect(tidyStep(40_000)).toBe(60_000);
  expect(tidyStep(9 * 86_400_000)).toBe(10 * 86_400_000);
});

test('ticks of a ten second view are named by the second', () => {
  const axis = new Axis(clockScale(), { from: 0, to: 10_000 }, 800);
  expect(axisTicks(axis, 72).map(tick => tick.label)).toEqual([
    '0 s',
    '1 s',
    '2 s',
    '3 s',
    '4 s',
    '5 s',
    '6 s',
    '7 s',
    '8 s',
    '9 s',
    '10 s',
  ]);
});

test('ticks stay at least half their gap apart, also across a fold', () => {
  const fold = { count: 1, start: Float64Array.of(5000), end: Float64Array.of(3_605_000) };
  const axis = new Axis(foldedScale(fold, new Set(), 3_610_000), { from: 0, to: 10_200 }, 800);
  const ticks = axisTicks(axis, 72);
  for (let index = 1; index < ticks.length; index++) {
    expect((ticks[index]?.x ?? 0) - (ticks[index - 1]?.x ?? 0)).toBeGreaterThan(36);
  }
  expect(ticks.some(tick => tick.label.startsWith('1:00:'))).toBe(true);
});

test('in event order ticks count events', () => {
  const axis = new Axis(orderScale(Float64Array.of(0, 1, 2, 3, 4)), { from: 0, to: 4 }, 800);
  expect(axisTicks(axis, 72).map(tick => tick.label)).toEqual(['#0', '#1', '#2', '#3', '#4']);
});

test('absurd windows end in few ticks and no hang', () => {
  for (const to of [1e-9, 1e20]) {
    const axis = new Axis(clockScale(), { from: 0, to }, 500);
    expect(axisTicks(axis, 72).length).toBeLessThan(501);
  }
});

import { expect, test } from 'vitest';
import { Axis } from './axis.ts';
import { foldedScale } from './buildScale.ts';
import { shownFolds } from './shownFolds.ts';

function axisOver(count: number, from: number, to: number): Axis {
  const start = Float64Array.from({ length: count }, (_, index) => index * 100 + 50);
  const folds = { count, start, end: start.map(each => each + 30) };
  const scale = foldedScale(folds, new Set(), count * 100);
  return new Axis(scale, { from: scale.toUnit(from), to: scale.toUnit(to) }, 600);
}

test('folds with room between them are all shown', () => {
  expect(shownFolds(axisOver(10, 0, 1000)).map(fold => fold.startMs)).toEqual([
    50, 150, 250, 350, 450, 550, 650, 750, 850, 950,
  ]);
});

test('of a crowd no more are shown than there is room for', () => {
  const shown = shownFolds(axisOver(100_000, 0, 10_000_000));
  expect(shown.length).toBeGreaterThan(90);
  expect(shown.length).toBeLessThanOrEqual(101);
});

test('only folds in view are shown, also those that reach in from the left', () => {
  expect(shownFolds(axisOver(100, 360, 610)).map(fold => fold.startMs)).toEqual([350, 450, 550]);
});

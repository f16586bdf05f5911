/**
 * The closed folds to be drawn: those in view, and of a crowd closer than a few pixels only the first, so that cost
 * grows with the pixels however many folds there are.
 */

import type { Axis } from './axis.ts';
import type { FoldPiece } from './timeScale.ts';

export function shownFolds(axis: Axis, apart = 6): FoldPiece[] {
  const { folds } = axis.scale;
  const shown: FoldPiece[] = [];
  for (let at = firstAfter(folds, axis.unitAt(0), 0); at < folds.length; ) {
    const fold = folds[at];
    if (!fold || axis.xOfUnit(fold.fromUnit) > axis.width) break;
    shown.push(fold);
    const nextX = Math.max(axis.xOfUnit(fold.toUnit), axis.xOfUnit(fold.fromUnit) + apart);
    at = Math.max(at + 1, firstAfter(folds, axis.unitAt(nextX), at));
  }
  return shown;
}

/** The first fold, from `low` on, that ends at or after a unit. */
function firstAfter(folds: readonly FoldPiece[], unit: number, low: number): number {
  let left = low;
  let right = folds.length;
  while (left < right) {
    const middle = (left + right) >> 1;
    if ((folds[middle]?.toUnit ?? 0) < unit) left = middle + 1;
    else right = middle;
  }
  return left;
}

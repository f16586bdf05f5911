/**
 * Where the lengths of folded stretches are written on the ruler.
 *
 * Invariants: no two labels overlap, none leaves the ruler; when there is no room for all, the longest stretches are
 * named. A label that has no room in words is written short before it is left out.
 */

import type { Axis } from '../scale/axis.ts';
import type { FoldPiece } from '../scale/timeScale.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';

/** Pixels left and right of the text, within the label. */
export const foldLabelPadding = 4;
const apart = 2;
/** On a ruler narrower than this (pixels) every label is short, so that ticks keep some room. */
const narrow = 340;

export interface FoldLabel {
  readonly text: string;
  /** Pixels from the left edge of the plot. */
  readonly from: number;
  readonly to: number;
  /** The model waited all through it. */
  readonly waited: boolean;
}

export function foldLabels(
  folds: readonly FoldPiece[],
  axis: Axis,
  measure: (text: string) => number,
): readonly FoldLabel[] {
  const placed: FoldLabel[] = [];
  const longestFirst = [...folds].sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs));
  for (const fold of longestFirst) {
    const length = formatDuration(fold.endMs - fold.startMs);
    const short = `⋯ ${length}`;
    const texts = axis.width < narrow ? [short] : [t(fold.waited ? 'fold.waited' : 'fold.label', length), short];
    const label = texts.map(text => placeOf(text, fold, axis, measure)).find(each => each && isFree(each, placed));
    if (label) placed.push(label);
  }
  return placed.sort((a, b) => a.from - b.from);
}

/** Centred on what is in sight of the fold, and moved inside where an edge would cut it. */
function placeOf(text: string, fold: FoldPiece, axis: Axis, measure: (text: string) => number): FoldLabel | null {
  const left = Math.max(0, axis.xOfUnit(fold.fromUnit));
  const right = Math.min(axis.width, axis.xOfUnit(fold.toUnit));
  const width = measure(text) + 2 * foldLabelPadding;
  if (right < left || width > axis.width) return null;
  const from = Math.min(Math.max(0, (left + right - width) / 2), axis.width - width);
  return { text, from, to: from + width, waited: fold.waited };
}

function isFree({ from, to }: FoldLabel, placed: readonly FoldLabel[]): boolean {
  return placed.every(other => to + apart <= other.from || from >= other.to + apart);
}

/**
 * Several rows of the outline chosen at once, to see their totals: a range from an anchor, or one row at a time.
 *
 * Choosing keeps the selection where the keys are. A plain move ends a range, Escape ends any choice.
 */

import { totalsOfSpans } from '../data/totals.ts';
import type { Hit } from '../layout/hitTest.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import type { Model } from './model.ts';

export const hitKey = ({ type, index }: Hit): string => `${type}:${index}`;

/** Chooses everything between two places of a list, in either order, and nothing else. */
export function chooseRange(model: Model, hits: readonly (Hit | null)[], from: number, to: number): void {
  const between = hits.slice(Math.min(from, to), Math.max(from, to) + 1);
  choose(
    model,
    between.filter(hit => hit !== null),
  );
}

/** Adds a row to what is chosen, or takes it away. */
export function chooseAlso(model: Model, hit: Hit): void {
  const before = model.chosen.value;
  const selected = model.selection.value;
  const begun = before.length > 0 || !selected || hitKey(selected) === hitKey(hit) ? before : [selected];
  const others = begun.filter(each => hitKey(each) !== hitKey(hit));
  choose(model, others.length < begun.length ? others : [...begun, hit]);
}

export function chooseNothing(model: Model): void {
  if (model.chosen.value.length > 0) model.chosen.value = [];
}

/** The spans among what is chosen. */
export function chosenSpans(hits: readonly Hit[]): number[] {
  return hits.filter(({ type }) => type === 'span').map(({ index }) => index);
}

function choose(model: Model, hits: readonly Hit[]): void {
  model.chosen.value = hits;
  const { coveredMs, failed } = totalsOfSpans(model.data, chosenSpans(hits), model.nowMs.peek());
  model.announcement.value = t('chosen.said', hits.length, formatDuration(coveredMs), failed);
}

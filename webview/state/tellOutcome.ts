/**
 * What an action has done, or why it did nothing, for whoever does not see it.
 *
 * Leaves out what tells itself: a selection, a hit, and whatever takes the focus.
 */

import { pathLength } from '../data/criticalPath.ts';
import type { KeyAction } from '../keys.ts';
import { type StringKey, t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { modeName } from '../text/names.ts';
import { lineOf } from '../text/safeText.ts';
import type { Model } from './model.ts';
import { windowInWords } from './windowInWords.ts';

const moved = (model: Model) => t('announce.window', ...windowInWords(model));
const needsSelection = (model: Model) => (model.selection.value ? null : t('announce.nothingSelected'));
const needsHits = ({ search: { value } }: Model) =>
  value.problem ?? (value.hits === null ? t('announce.noSearch') : value.hits.length === 0 ? t('search.none') : null);
const openness = (open: boolean, label: StringKey) => t(open ? 'announce.shown' : 'announce.closed', t(label));

const outcomes: Partial<Record<KeyAction, (model: Model, before: Before) => string | null>> = {
  zoomIn: moved,
  zoomOut: moved,
  panLeft: moved,
  panRight: moved,
  all: moved,
  focus: model => (model.range.value ? null : needsSelection(model)) ?? moved(model),
  mode: ({ mode }) => `${t('toolbar.mode')}: ${modeName(mode.value)}`,
  onlyInView: ({ onlyInView }) => t(onlyInView.value ? 'filter.inView' : 'announce.allLanes'),
  folds: ({ openedFolds }, before) => {
    const more = openedFolds.value.size - before.openedFolds;
    return t(more > 0 ? 'announce.foldsOpened' : more < 0 ? 'announce.foldsClosed' : 'announce.noFolds');
  },
  follow: ({ data, following }) =>
    t(!data.live ? 'announce.notLive' : following.value ? 'announce.following' : 'announce.notFollowing'),
  range: ({ range: { value } }) =>
    value ? t('range.length', formatDuration(value.toMs - value.fromMs)) : t('announce.closed', t('range.label')),
  path: (model, before) => {
    const path = model.path.value;
    if (!path) return t(before.path ? 'announce.closed' : 'announce.noPath', t('path.label'));
    const name = lineOf(model.data.spanLabel(path.span), 60);
    return t('path.of', name, formatDuration(pathLength(path.pieces)));
  },
  note: needsSelection,
  toggleLane: needsSelection,
  nextHit: needsHits,
  previousHit: needsHits,
  findings: ({ pane }) => openness(pane.value === 'findings', 'findings.label'),
  totals: ({ pane }) => openness(pane.value === 'totals', 'totals.label'),
  moment: ({ pane }) => openness(pane.value === 'moment', 'moment.label'),
};

/** What an outcome is told by. */
interface Before {
  readonly path: boolean;
  readonly openedFolds: number;
}

/** The deed of an action, told afterwards; so a button tells what its key tells. */
export function telling(action: KeyAction, model: Model, deed: () => void): () => void {
  return () => {
    const before = { path: model.path.value !== null, openedFolds: model.openedFolds.value.size };
    deed();
    const said = outcomes[action]?.(model, before) ?? null;
    if (said !== null) model.announcement.value = said;
  };
}

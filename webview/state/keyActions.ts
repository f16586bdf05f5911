/** What each action of the key table does. */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { criticalPath } from '../data/criticalPath.ts';
import type { KeyAction } from '../keys.ts';
import { timeModes } from '../scale/timeScale.ts';
import { toggleCells } from './cellLanes.ts';
import { chooseNothing } from './choose.ts';
import type { HostLink } from './hostLink.ts';
import { type Model, noSearch } from './model.ts';
import { stepPlayback, togglePlaying } from './playback.ts';
import { cycleHit } from './searchActions.ts';
import { laneOfSelection, moveSelection, moveToMark, select, selectEdge, toggleLane } from './selectActions.ts';
import { telling } from './tellOutcome.ts';
import { focusHit, focusTime, hitTimes, panShare, setFollowing, showAll, zoom } from './windowActions.ts';

export interface Focus {
  timeline(): void;
  pane(): void;
  search(): void;
}

const zoomStep = 0.7;
const panStep = 0.18;

interface Stage {
  readonly model: Model;
  readonly link: HostLink;
  readonly focus: Focus;
}

const deeds: Readonly<Record<KeyAction, (stage: Stage) => void>> = {
  zoomIn: ({ model }) => zoom(model, zoomStep),
  zoomOut: ({ model }) => zoom(model, 1 / zoomStep),
  panLeft: ({ model }) => panShare(model, -panStep),
  panRight: ({ model }) => panShare(model, panStep),
  left: ({ model, link }) => moveSelection(model, link, 'left'),
  right: ({ model, link }) => moveSelection(model, link, 'right'),
  up: ({ model, link }) => moveSelection(model, link, 'up'),
  down: ({ model, link }) => moveSelection(model, link, 'down'),
  first: ({ model, link }) => selectEdge(model, link, 'first'),
  last: ({ model, link }) => selectEdge(model, link, 'last'),
  previousMark: ({ model, link }) => moveToMark(model, link, -1),
  nextMark: ({ model, link }) => moveToMark(model, link, 1),
  focus: ({ model }) => focusChosen(model),
  range: ({ model }) => toggleRange(model),
  path: ({ model }) => togglePath(model),
  copyLink: ({ link }) => link.copyLink(),
  note: ({ model, link }) => link.note('editNote', model.selectedRef()),
  folds: ({ model }) => toggleFolds(model),
  all: ({ model }) => showAll(model),
  details: ({ model, link, focus }) => {
    openDetails(model, link);
    focus.pane();
  },
  back: ({ model, link, focus }) => backOut(model, link, focus),
  search: ({ model, focus }) => {
    model.searchOpen.value = true;
    focus.search();
  },
  nextHit: ({ model, link }) => cycleHit(model, link, 1),
  previousHit: ({ model, link }) => cycleHit(model, link, -1),
  toggleLane: ({ model }) => toggleLane(model, laneOfSelection(model)),
  toggleCells: ({ model }) => toggleCells(model),
  mode: ({ model }) => nextMode(model),
  follow: ({ model }) => {
    if (model.data.live) setFollowing(model, !model.following.value);
  },
  outline: ({ model, focus }) => {
    model.surface.value = model.surface.value === 'outline' ? 'timeline' : 'outline';
    focus.timeline();
  },
  findings: ({ model }) => {
    model.pane.value = model.pane.value === 'findings' ? 'closed' : 'findings';
  },
  onlyInView: ({ model }) => {
    model.onlyInView.value = !model.onlyInView.value;
  },
  totals: ({ model }) => {
    model.pane.value = model.pane.value === 'totals' ? 'closed' : 'totals';
  },
  stepBack: ({ model }) => stepPlayback(model, -1),
  stepForward: ({ model }) => stepPlayback(model, 1),
  play: ({ model }) => togglePlaying(model),
  moment: ({ model }) => {
    model.pane.value = model.pane.value === 'moment' ? 'closed' : 'moment';
  },
  help: ({ model }) => {
    model.helpOpen.value = !model.helpOpen.value;
  },
};

export function perform(action: KeyAction, model: Model, link: HostLink, focus: Focus): void {
  telling(action, model, () => deeds[action]({ model, link, focus }))();
}

/** A selected range fills the view, else the selection does. */
function focusChosen(model: Model): void {
  const { range, selection } = model;
  if (range.value) focusTime(model, range.value.fromMs, range.value.toMs);
  else if (selection.value) focusHit(model, selection.value);
}

/** The stretch of the selection becomes the range; without one, or where it has no length, what is in view does. */
function toggleRange(model: Model): void {
  const hit = model.selection.value;
  const window = model.shownWindow.value;
  const scale = model.scale.value;
  const chosen = hit ? hitTimes(model, hit) : null;
  const [fromMs, toMs] =
    chosen && chosen[1] > chosen[0]
      ? chosen
      : [Math.max(0, scale.toTime(window.from)), Math.min(model.nowMs.value, scale.toTime(window.to))];
  const { range } = model;
  const same = range.value?.fromMs === fromMs && range.value.toMs === toMs;
  range.value = same || !(toMs > fromMs) ? null : { fromMs, toMs };
}

/**
 * The critical path of the selected span, or of the cell or turn around what is selected; where nothing is, of the longest
 * turn, or the longest cell where there are no turns.
 */
export function togglePath(model: Model): void {
  const hit = model.selection.value;
  const { path, data, indices } = model;
  if (path.value) {
    path.value = null;
    return;
  }
  const span = hit?.type === 'span' ? wholeAround(model, hit.index) : longest(model);
  if (span >= 0) path.value = { span, pieces: criticalPath(data, indices, span, model.nowMs.value) };
}

function wholeAround({ data, indices }: Model, span: number): number {
  const lane = data.spans.lane[span] ?? -1;
  const isWhole = (data.spans.kind[span] ?? 0) <= SpanKind.turn || (data.spans.row[span] ?? 0) === 0;
  return isWhole ? span : indices.spans.row(lane, 0).at(0);
}

/** Negative when there is neither turn nor cell. */
function longest({ data: { spans }, nowMs }: Model): number {
  for (const kind of [SpanKind.turn, SpanKind.cell]) {
    let found = -1;
    let most = -1;
    for (let span = 0; span < spans.count; span++) {
      if (spans.kind[span] !== kind) continue;
      const lasted = Math.min(spans.end[span] ?? 0, nowMs.value) - (spans.start[span] ?? 0);
      if (lasted > most) [found, most] = [span, lasted];
    }
    if (found >= 0) return found;
  }
  return -1;
}

function toggleFolds(model: Model): void {
  const window = model.shownWindow.value;
  const closed = model.scale.value.folds.filter(fold => fold.toUnit >= window.from && fold.fromUnit <= window.to);
  model.openedFolds.value = new Set(
    closed.length > 0 ? [...model.openedFolds.value, ...closed.map(fold => fold.startMs)] : [],
  );
}

export function openDetails(model: Model, link: HostLink): void {
  model.pane.value = 'details';
  link.showSelected();
}

export function nextMode(model: Model): void {
  setMode(model, timeModes[(timeModes.indexOf(model.mode.value) + 1) % timeModes.length] ?? 'clock');
}

/** Changes the axis and keeps the same stretch of time in view. */
export function setMode(model: Model, mode: Model['mode']['value']): void {
  const window = model.window.value;
  const before = model.scale.value;
  model.mode.value = mode;
  if (!window) return;
  const after = model.scale.value;
  model.window.value = {
    from: after.toUnit(before.toTime(window.from)),
    to: Math.max(after.toUnit(before.toTime(window.to)), after.toUnit(before.toTime(window.from)) + 1e-3),
  };
}

/** Escape: the outermost thing that is open closes; with nothing open the view goes back to the whole. */
function backOut(model: Model, link: HostLink, focus: Focus): void {
  if (model.helpOpen.value) model.helpOpen.value = false;
  else if (model.filterOpen.value || model.moreOpen.value || model.copyOpen.value) {
    for (const sheet of [model.filterOpen, model.moreOpen, model.copyOpen]) sheet.value = false;
    // The focus stays with the button that opened it.
    return;
  } else if (model.chosen.value.length > 0) chooseNothing(model);
  else if (model.searchOpen.value || model.search.value.hits) {
    model.searchOpen.value = false;
    model.search.value = noSearch;
  } else if (model.pane.value !== 'closed') model.pane.value = 'closed';
  else if (model.path.value) model.path.value = null;
  else if (model.range.value) model.range.value = null;
  else if (model.cursorMs.value !== null) {
    model.playing.value = false;
    model.cursorMs.value = null;
  } else if (model.selection.value) select(model, link, null);
  else showAll(model);
  focus.timeline();
}

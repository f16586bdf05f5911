/**
 * Stepping and playing through the moments of a rollout with a cursor, and what was going on at that moment.
 */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { momentAt } from '../data/eventTimes.ts';
import type { Model } from './model.ts';
import { setWindow } from './windowActions.ts';

export const playSpeeds = [0.25, 0.5, 1, 2, 5, 10, 50] as const;

export interface Moment {
  /** 1-based; 0 before the first. */
  readonly event: number;
  readonly events: number;
  /** Open spans but threads and turns: cells first, then what they wait for. The first few, and how many in all. */
  readonly open: readonly number[];
  readonly openCount: number;
}

/** As many as one line names. */
const mostOpen = 6;

/** Moves the cursor to the next (1) or previous (-1) moment; without a cursor it begins at an edge of the view. */
export function stepPlayback(model: Model, step: 1 | -1): void {
  const times = model.moments.value;
  if (times.length === 0) return;
  const cursor = model.cursorMs.value;
  const window = model.shownWindow.value;
  if (cursor === null) {
    const start = model.scale.value.toTime(step > 0 ? window.from : window.to);
    const place = momentAt(times, start) + (step > 0 ? 1 : 0);
    setCursor(model, times[Math.min(Math.max(place, 0), times.length - 1)] ?? 0);
    return;
  }
  const place = momentAt(times, cursor);
  const back = times[place] === cursor ? place - 1 : place;
  const next = step > 0 ? place + 1 : back;
  setCursor(model, times[Math.min(Math.max(next, 0), times.length - 1)] ?? cursor);
}

export function setCursor(model: Model, ms: number): void {
  model.cursorMs.value = ms;
  const unit = model.scale.value.toUnit(ms);
  const window = model.shownWindow.value;
  const width = window.to - window.from;
  if (unit < window.from || unit > window.to) setWindow(model, { from: unit - width / 2, to: unit + width / 2 });
}

export function togglePlaying(model: Model): void {
  const playing = !model.playing.value;
  if (playing && (model.cursorMs.value === null || model.cursorMs.value >= model.nowMs.value)) setCursor(model, 0);
  model.playing.value = playing;
}

/** Opens playback at the beginning of the view, or closes it. */
export function togglePlayback(model: Model): void {
  if (model.cursorMs.value === null) stepPlayback(model, 1);
  else {
    model.playing.value = false;
    model.cursorMs.value = null;
  }
}

/** Moves the playing cursor on by real time. It runs along the axis, so a folded stretch passes quickly. */
export function playOn(model: Model, elapsedMs: number): void {
  const cursor = model.cursorMs.peek();
  if (cursor === null) return;
  const scale = model.scale.peek();
  const speed = model.playSpeed.peek() * (model.mode.peek() === 'order' ? 0.004 : 1);
  const next = scale.toTime(scale.toUnit(cursor) + elapsedMs * speed);
  const end = model.nowMs.peek();
  setCursor(model, Math.min(next, end));
  if (next >= end) model.playing.value = false;
}

/** What was open at a moment; the first `most` by name. One pass over the spans. */
export function momentState(model: Model, ms: number, most = mostOpen): Moment {
  const { start, end, kind, count } = model.data.spans;
  const open: number[] = [];
  let openCount = 0;
  for (let span = 0; span < count; span++) {
    if (!((start[span] ?? 0) <= ms && (end[span] ?? 0) > ms) || (kind[span] ?? 0) <= SpanKind.turn) continue;
    openCount++;
    if (open.length < Math.max(200, most)) open.push(span);
  }
  const weight = (span: number) => (kind[span] === SpanKind.cell ? 0 : 1);
  open.sort((a, b) => weight(a) - weight(b) || a - b);
  const times = model.moments.value;
  return { event: momentAt(times, ms) + 1, events: times.length, open: open.slice(0, most), openCount };
}

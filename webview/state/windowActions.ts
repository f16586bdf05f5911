/**
 * Zooming, panning, focusing and following: everything that moves the visible window.
 *
 * A window whose right edge shows "now" keeps following a live run; moving it away from there stops that.
 */

import type { Hit } from '../layout/hitTest.ts';
import { clampWindow, focusWindow, panWindow, revealWindow, type TimeWindow, zoomWindow } from '../scale/window.ts';
import type { Model } from './model.ts';

/** Zooms by `factor` (below 1 is closer) around a unit; by default around the selection, else the middle. */
export function zoom(model: Model, factor: number, around?: number): void {
  const window = model.shownWindow.value;
  setWindow(model, zoomWindow(window, factor, around ?? zoomCentre(model, window), model.extent.value));
}

/** Pans by a share of the visible width. */
export function panShare(model: Model, share: number): void {
  const window = model.shownWindow.value;
  pan(model, (window.to - window.from) * share);
}

export function pan(model: Model, units: number): void {
  setWindow(model, panWindow(model.shownWindow.value, units, model.extent.value));
}

export function showAll(model: Model): void {
  model.window.value = null;
  if (model.data.live) model.following.value = true;
}

export function setWindow(model: Model, window: TimeWindow): void {
  const clamped = clampWindow(window, model.extent.value);
  model.window.value = clamped;
  if (model.data.live) model.following.value = clamped.to >= model.extent.value.end;
}

/** Fills the view with a stretch of time (ms). */
export function focusTime(model: Model, fromMs: number, toMs: number): void {
  const scale = model.scale.value;
  setWindow(model, focusWindow(scale.toUnit(fromMs), scale.toUnit(toMs), model.shownWindow.value, model.extent.value));
}

export function focusHit(model: Model, hit: Hit): void {
  const [from, to] = hitTimes(model, hit);
  focusTime(model, from, to);
  model.settleWish.value++;
}

/** Pans as little as needed to bring a hit into view. */
export function revealHit(model: Model, hit: Hit): void {
  const [from, to] = hitTimes(model, hit);
  const scale = model.scale.value;
  const before = model.shownWindow.value;
  const after = revealWindow(scale.toUnit(from), scale.toUnit(to), before, model.extent.value);
  if (after.from !== before.from || after.to !== before.to) setWindow(model, after);
}

export function setFollowing(model: Model, following: boolean): void {
  model.following.value = following;
  if (following) keepUp(model);
}

/** Called as time goes by: while following, the right edge stays just ahead of now. */
export function keepUp(model: Model): void {
  const window = model.window.peek();
  if (!model.following.peek() || !window) return;
  const width = window.to - window.from;
  const to = model.extent.peek().end + width * 0.04;
  if (Math.abs(to - window.to) > width * 1e-4) model.window.value = { from: to - width, to };
}

export function hitTimes(model: Model, hit: Hit): [fromMs: number, toMs: number] {
  if (hit.type === 'mark') {
    const at = model.data.marks.at[hit.index] ?? 0;
    return [at, at];
  }
  const start = model.data.spans.start[hit.index] ?? 0;
  return [start, Math.max(start, Math.min(model.data.spans.end[hit.index] ?? start, model.nowMs.value))];
}

function zoomCentre(model: Model, window: TimeWindow): number {
  const middle = (window.from + window.to) / 2;
  const hit = model.selection.value;
  if (!hit) return middle;
  const [from, to] = hitTimes(model, hit);
  const scale = model.scale.value;
  const start = Math.max(scale.toUnit(from), window.from);
  const end = Math.min(scale.toUnit(to), window.to);
  return end >= start ? (start + end) / 2 : middle;
}

/**
 * The overview strip: the whole rollout as stacked activity, with the visible window cut out of a veil.
 *
 * Invariant: it lies above the lanes as they do when everything is shown, from the same left edge to the same right one,
 * so that then each moment stands above itself. Beside it, above the names of the lanes, stands how long all of it was.
 */

import { type Activity, activityGroups } from '../../runtime/viewer/activity.ts';
import type { FoldPiece } from '../scale/timeScale.ts';
import type { TimeWindow } from '../scale/window.ts';
import type { Painter } from './painter.ts';
import { clear, mix, type Palette, solid } from './palette.ts';

export interface OverviewScene {
  readonly palette: Palette;
  readonly activity: Activity;
  readonly window: TimeWindow;
  /** What the strip shows, units: the window over everything. */
  readonly whole: TimeWindow;
  readonly folds: readonly FoldPiece[];
  readonly width: number;
  readonly height: number;
  /** Where the lanes begin, and how wide they are. */
  readonly gutter: number;
  readonly plotWidth: number;
  /** How long it was, and how much of that is in view; the first that fits is written. */
  readonly lengths: readonly string[];
  /** Units of search hits to be ticked. */
  readonly hitUnits: Float64Array | null;
  readonly cursorUnit: number | null;
}

export type StripPlace = Pick<OverviewScene, 'whole' | 'gutter' | 'plotWidth'>;

export function overviewX({ whole, gutter, plotWidth }: StripPlace, unit: number): number {
  return gutter + ((unit - whole.from) / Math.max(whole.to - whole.from, 1e-9)) * plotWidth;
}

export function overviewUnit({ whole, gutter, plotWidth }: StripPlace, x: number): number {
  return whole.from + ((x - gutter) / Math.max(plotWidth, 1)) * (whole.to - whole.from);
}

export function paintOverview(painter: Painter, scene: OverviewScene): void {
  const { ctx } = painter;
  const { palette, activity, width, height, gutter } = scene;
  const { bg, fg, line, bad, hit, focus } = palette.colours;
  painter.begin(palette, width, height);
  const base = height - 1;
  const begin = overviewX(scene, 0);
  const perSlice = (overviewX(scene, activity.unitEnd) - begin) / activity.slices;
  ctx.fillStyle = mix(bg, fg, 0.1);
  for (const fold of scene.folds) {
    const x = overviewX(scene, fold.fromUnit);
    const wide = overviewX(scene, fold.toUnit) - x;
    if (wide >= 1) ctx.fillRect(x, 0, wide, base);
  }
  const tallest = height - 4;
  const frame = palette.outlined ? 2 : 1;
  const fills = activityGroups.map(group => mix(bg, palette.colours[group], palette.outlined ? 1 : 0.75));
  // The square root keeps a lone model call visible beside a burst of a hundred tool calls.
  const scale = tallest / Math.sqrt(Math.max(1, activity.most)) / 1.6;
  for (let slice = 0; slice < activity.slices; slice++) {
    // Whole pixels: seams between slices would show as stripes.
    const x = Math.round(begin + slice * perSlice);
    const wide = Math.max(1, Math.round(begin + (slice + 1) * perSlice) - x);
    let y = base;
    for (const [place, group] of activityGroups.entries()) {
      const value = activity.groups[group][slice] ?? 0;
      if (value <= 0) continue;
      const tall = Math.max(1, Math.sqrt(value) * scale);
      ctx.fillStyle = fills[place] ?? '';
      ctx.fillRect(x, Math.max(1, y - tall), wide, Math.min(tall, y));
      y -= tall;
    }
    if (activity.failed[slice]) {
      ctx.fillStyle = solid(bad);
      ctx.fillRect(x, 0, Math.max(2, wide), 3 * frame);
    }
  }
  if (scene.hitUnits) {
    ctx.fillStyle = solid(hit);
    for (const unit of scene.hitUnits) ctx.fillRect(overviewX(scene, unit), base - 4, 1.5, 5);
  }
  const right = gutter + scene.plotWidth;
  const x0 = Math.max(gutter, overviewX(scene, scene.window.from));
  const x1 = Math.min(right, overviewX(scene, scene.window.to));
  // In high contrast nothing fades: there a stronger frame says what is in view.
  if (!palette.outlined) {
    ctx.fillStyle = clear(bg, 0.6);
    ctx.fillRect(gutter, 0, x0 - gutter, height);
    ctx.fillRect(x1, 0, right - x1, height);
  }
  ctx.strokeStyle = solid(focus);
  ctx.lineWidth = frame;
  ctx.strokeRect(x0 + frame / 2, frame / 2, Math.max(3, x1 - x0 - frame), height - frame);
  ctx.fillStyle = solid(focus);
  for (const x of [x0, x1 - 3 * frame]) ctx.fillRect(x, height / 2 - 5, 3 * frame, 10);
  if (scene.cursorUnit !== null) ctx.fillRect(overviewX(scene, scene.cursorUnit) - 1, 0, 2, height);
  paintLength(painter, scene);
  ctx.fillStyle = mix(bg, line, 1);
  ctx.fillRect(0, height - 1, width, 1);
}

function paintLength(painter: Painter, { palette, gutter, height, lengths }: OverviewScene): void {
  if (gutter <= 0) return;
  const { ctx } = painter;
  const { colours } = palette;
  ctx.fillStyle = solid(colours.gutter);
  ctx.fillRect(0, 0, gutter, height);
  const text = lengths.find(each => painter.text.measure(ctx, each) <= gutter - 12);
  ctx.fillStyle = solid(colours.muted);
  if (text) ctx.fillText(text, 8, height / 2);
  ctx.fillStyle = mix(colours.bg, colours.line, 1);
  ctx.fillRect(gutter - 1, 0, 1, height);
}

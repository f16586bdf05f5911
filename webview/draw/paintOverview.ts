/** The overview strip: the whole rollout as stacked activity, with the visible window cut out of a veil. */

import { type Activity, activityGroups } from '../../runtime/viewer/activity.ts';
import type { TimeWindow } from '../scale/window.ts';
import type { Painter } from './painter.ts';
import { clear, mix, type Palette, solid } from './palette.ts';

export interface OverviewScene {
  readonly palette: Palette;
  readonly activity: Activity;
  readonly window: TimeWindow;
  readonly width: number;
  readonly height: number;
  /** Units of search hits to be ticked. */
  readonly hitUnits: Float64Array | null;
  readonly cursorUnit: number | null;
}

export function overviewX(scene: { activity: Activity; width: number }, unit: number): number {
  return (unit / Math.max(scene.activity.unitEnd, 1e-9)) * scene.width;
}

export function paintOverview(painter: Painter, scene: OverviewScene): void {
  const { ctx } = painter;
  const { palette, activity, width, height } = scene;
  const { bg, line, bad, hit, focus } = palette.colours;
  painter.begin(palette, width, height);
  const base = height - 1;
  const perSlice = width / activity.slices;
  const tallest = height - 4;
  const fills = activityGroups.map(group => mix(bg, palette.colours[group], 0.75));
  // The square root keeps a lone model call visible beside a burst of a hundred tool calls.
  const scale = tallest / Math.sqrt(Math.max(1, activity.most)) / 1.6;
  for (let slice = 0; slice < activity.slices; slice++) {
    // Whole pixels: seams between slices would show as stripes.
    const x = Math.round(slice * perSlice);
    const wide = Math.max(1, Math.round((slice + 1) * perSlice) - x);
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
      ctx.fillRect(x, 0, Math.max(2, wide), 3);
    }
  }
  if (scene.hitUnits) {
    ctx.fillStyle = solid(hit);
    for (const unit of scene.hitUnits) ctx.fillRect(overviewX(scene, unit), base - 4, 1.5, 5);
  }
  const x0 = Math.max(0, overviewX(scene, scene.window.from));
  const x1 = Math.min(width, overviewX(scene, scene.window.to));
  ctx.fillStyle = clear(bg, 0.6);
  ctx.fillRect(0, 0, x0, height);
  ctx.fillRect(x1, 0, width - x1, height);
  ctx.strokeStyle = solid(focus);
  ctx.lineWidth = 1;
  ctx.strokeRect(x0 + 0.5, 0.5, Math.max(3, x1 - x0 - 1), height - 1);
  ctx.fillStyle = solid(focus);
  for (const x of [x0, x1 - 3]) ctx.fillRect(x, height / 2 - 5, 3, 10);
  if (scene.cursorUnit !== null) ctx.fillRect(overviewX(scene, scene.cursorUnit) - 1, 0, 2, height);
  ctx.fillStyle = mix(bg, line, 1);
  ctx.fillRect(0, height - 1, width, 1);
}

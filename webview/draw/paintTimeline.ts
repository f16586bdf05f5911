/**
 * One frame of the timeline, back to front: grid, folds, rows, arcs, marks, selection, range, cursor, lane labels.
 */

import { type RowPlace, rowPlace } from '../layout/laneLayout.ts';
import { shownFolds } from '../scale/shownFolds.ts';
import { axisTicks } from '../scale/ticks.ts';
import { paintArcs } from './paintArcs.ts';
import type { Painter } from './painter.ts';
import { paintGutter } from './paintGutter.ts';
import { paintMarks } from './paintMarks.ts';
import { paintNotes } from './paintNotes.ts';
import { paintPath } from './paintPath.ts';
import { paintRows } from './paintRows.ts';
import { clear, mix, solid } from './palette.ts';
import type { Scene } from './scene.ts';

export const tickGap = 72;
/** Folds narrower than this have no dashed edges, pixels. */
const dashedFrom = 5;

export function paintTimeline(painter: Painter, scene: Scene): void {
  const { ctx } = painter;
  painter.begin(scene.palette, scene.width, scene.height);
  ctx.save();
  ctx.translate(scene.gutter, 0);
  ctx.beginPath();
  ctx.rect(0, 0, scene.axis.width, scene.height);
  ctx.clip();
  paintGrid(painter, scene);
  paintFolds(painter, scene);
  paintRows(painter, scene);
  paintArcs(painter, scene);
  paintPath(painter, scene);
  paintMarks(painter, scene);
  paintNotes(painter, scene);
  paintChosen(painter, scene);
  paintRange(painter, scene);
  paintMoments(painter, scene);
  ctx.restore();
  paintGutter(painter, scene);
}

function paintGrid(painter: Painter, scene: Scene): void {
  const { ctx } = painter;
  const { bg, line } = scene.palette.colours;
  // The lines of a high contrast theme are as strong as what lies on them.
  ctx.fillStyle = mix(bg, line, scene.palette.outlined ? 0.3 : 0.5);
  for (const tick of axisTicks(scene.axis, tickGap)) ctx.fillRect(Math.round(tick.x), 0, 1, scene.height);
}

function paintFolds(painter: Painter, scene: Scene): void {
  const { ctx } = painter;
  const { bg, fg, muted, wait } = scene.palette.colours;
  for (const fold of shownFolds(scene.axis)) {
    const x0 = scene.axis.xOfUnit(fold.fromUnit);
    const x1 = scene.axis.xOfUnit(fold.toUnit);
    ctx.fillStyle = fold.waited ? mix(bg, wait, 0.14) : mix(bg, fg, 0.05);
    ctx.fillRect(x0, 0, Math.max(2, x1 - x0), scene.height);
    // Dashes are dear to draw, and two in a crowd could not be told apart.
    if (x1 - x0 < dashedFrom) continue;
    ctx.strokeStyle = clear(muted, 0.6);
    ctx.lineWidth = 1;
    ctx.setLineDash([2, 3]);
    for (const x of [x0, x1]) {
      ctx.beginPath();
      ctx.moveTo(Math.round(x) + 0.5, 0);
      ctx.lineTo(Math.round(x) + 0.5, scene.height);
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }
}

function paintChosen(painter: Painter, scene: Scene): void {
  const { ctx } = painter;
  const { focus, fg } = scene.palette.colours;
  if (scene.hover?.type === 'span') {
    // In high contrast every span has a frame already: dashes tell this one from it, as in the editor's lists.
    const { outlined } = scene.palette;
    ctx.strokeStyle = outlined ? solid(fg) : clear(fg, 0.7);
    ctx.lineWidth = outlined ? 2 : 1;
    ctx.setLineDash(outlined ? [4, 3] : []);
    outline(painter, scene, scene.hover.index, 0.5);
    ctx.setLineDash([]);
  }
  if (scene.selection?.type === 'span') {
    ctx.strokeStyle = solid(scene.focused ? focus : fg);
    ctx.lineWidth = 2;
    outline(painter, scene, scene.selection.index, 0);
  }
}

function outline(painter: Painter, scene: Scene, span: number, inset: number): void {
  const { spans } = scene.data;
  const place: RowPlace | null = rowPlace(scene.layout, spans.lane[span] ?? -1, spans.row[span] ?? 0);
  if (!place) return;
  const start = spans.start[span] ?? 0;
  const x0 = Math.max(-6, scene.axis.xOf(start));
  const x1 = Math.min(scene.axis.width + 6, scene.axis.xOf(Math.min(spans.end[span] ?? start, scene.nowMs)));
  const y = place.y - scene.scrollTop;
  if (x1 < -4 || x0 > scene.axis.width + 4) return;
  painter.ctx.strokeRect(x0 - 1 + inset, y + inset, Math.max(4, x1 - x0 + 1) - 2 * inset, place.height - 2 * inset);
}

function paintRange(painter: Painter, scene: Scene): void {
  if (!scene.range) return;
  const { ctx } = painter;
  const { fg, focus } = scene.palette.colours;
  const x0 = scene.axis.xOf(scene.range.fromMs);
  const x1 = scene.axis.xOf(scene.range.toMs);
  ctx.fillStyle = clear(fg, 0.08);
  ctx.fillRect(x0, 0, x1 - x0, scene.height);
  ctx.fillStyle = solid(focus);
  ctx.fillRect(Math.round(x0), 0, 1, scene.height);
  ctx.fillRect(Math.round(x1), 0, 1, scene.height);
}

/** Vertical lines at moments: now (while live) and the playback cursor. */
function paintMoments(painter: Painter, scene: Scene): void {
  const { ctx } = painter;
  const { good, focus } = scene.palette.colours;
  if (scene.data.live) {
    ctx.fillStyle = clear(good, 0.8);
    ctx.fillRect(Math.round(scene.axis.xOf(scene.nowMs)), 0, 1, scene.height);
  }
  if (scene.cursorMs !== null) {
    ctx.fillStyle = solid(focus);
    ctx.fillRect(Math.round(scene.axis.xOf(scene.cursorMs)) - 1, 0, 2, scene.height);
  }
}

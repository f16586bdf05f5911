/**
 * Marks: a shape per kind, so that they can be told apart without colour. Of marks that would cover each other only
 * the weightiest is drawn.
 */

import { MarkKind } from '../../runtime/trace/timeline/columns.ts';
import type { RowPlace } from '../layout/laneLayout.ts';
import type { Painter } from './painter.ts';
import { eachVisibleRow } from './paintRows.ts';
import { type ColourName, type Rgb, solid } from './palette.ts';
import type { Scene } from './scene.ts';

/** The colour of each kind of mark, by meaning. */
export const markColours: Readonly<Record<MarkKind, ColourName>> = {
  [MarkKind.yield]: 'wait',
  [MarkKind.yieldPromised]: 'wait',
  [MarkKind.resume]: 'good',
  [MarkKind.terminationAsked]: 'warn',
  [MarkKind.terminationAcknowledged]: 'warn',
  [MarkKind.reallyOver]: 'warn',
  [MarkKind.failure]: 'bad',
  [MarkKind.notification]: 'model',
  [MarkKind.finding]: 'warn',
};

const weights: Readonly<Record<MarkKind, number>> = {
  [MarkKind.failure]: 9,
  [MarkKind.finding]: 8,
  [MarkKind.reallyOver]: 7,
  [MarkKind.terminationAcknowledged]: 6,
  [MarkKind.terminationAsked]: 6,
  [MarkKind.yield]: 5,
  [MarkKind.resume]: 4,
  [MarkKind.yieldPromised]: 3,
  [MarkKind.notification]: 2,
};

const crowd = 5;

export function paintMarks(painter: Painter, scene: Scene): void {
  eachVisibleRow(scene, (row, y) => paintRowMarks(painter, scene, row, y));
}

function paintRowMarks(painter: Painter, scene: Scene, place: RowPlace, y: number): void {
  const { marks } = scene.data;
  const { axis } = scene;
  const row = scene.marks.row(place.lane, place.row);
  let at = row.firstAbove(marks.at, axis.timeAt(-8));
  const last = axis.timeAt(axis.width + 8);
  while (at < row.length) {
    const first = row.at(at);
    if (!((marks.at[first] ?? 0) <= last)) return;
    const x = axis.xOf(marks.at[first] ?? 0);
    const next = Math.max(at + 1, row.firstAbove(marks.at, axis.timeAt(x + crowd), at));
    // A crowd of thousands is only sampled: the weightiest of its first few stands for it.
    let best = first;
    for (let look = at; look < Math.min(next, at + 16); look++) {
      if (weight(marks.kind[row.at(look)]) > weight(marks.kind[best])) best = row.at(look);
    }
    paintMark(painter, scene, best, axis.xOf(marks.at[best] ?? 0), y, place.height);
    at = next;
  }
}

function weight(kind: number | undefined): number {
  return weights[kind as MarkKind] ?? 0;
}

function paintMark(painter: Painter, scene: Scene, mark: number, x: number, y: number, height: number): void {
  const kind = scene.data.marks.kind[mark] as MarkKind;
  const colour = scene.palette.colours[markColours[kind] ?? 'muted'];
  const chosen = scene.selection?.type === 'mark' && scene.selection.index === mark;
  const hovered = scene.hover?.type === 'mark' && scene.hover.index === mark;
  const { ctx } = painter;
  const size = Math.min(4.5, height / 4);
  const middle = y + height / 2;
  const { bg, focus } = scene.palette.colours;
  // A thin line over the whole row ties the shape to its moment.
  ctx.fillStyle = solid(colour);
  ctx.fillRect(Math.round(x) - 0.5, y + 1, 1, height - 2);
  drawMarkShape(ctx, kind, x, middle, size, colour, bg);
  if (chosen || hovered) {
    ctx.strokeStyle = solid(chosen ? focus : colour);
    ctx.lineWidth = chosen ? 2 : 1;
    ctx.beginPath();
    ctx.arc(x, middle, size + 4, 0, Math.PI * 2);
    ctx.stroke();
  }
}

/** The shape of a mark around (x, y); also used by legends. */
export function drawMarkShape(
  ctx: CanvasRenderingContext2D,
  kind: MarkKind,
  x: number,
  y: number,
  size: number,
  colour: Rgb,
  behind: Rgb,
): void {
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = solid(colour);
  ctx.fillStyle = solid(behind);
  ctx.beginPath();
  switch (kind) {
    case MarkKind.yield:
    case MarkKind.yieldPromised: {
      // Two bars, as on a pause key; hollow while it is only a promise.
      const wide = size * 0.7;
      ctx.arc(x, y, size + 1.5, 0, Math.PI * 2);
      ctx.fillStyle = solid(kind === MarkKind.yield ? colour : behind);
      ctx.fill();
      if (kind === MarkKind.yieldPromised) ctx.setLineDash([2, 1.5]);
      ctx.stroke();
      ctx.setLineDash([]);
      ctx.fillStyle = solid(kind === MarkKind.yield ? behind : colour);
      ctx.fillRect(x - wide, y - size * 0.6, wide * 0.7, size * 1.2);
      ctx.fillRect(x + wide * 0.3, y - size * 0.6, wide * 0.7, size * 1.2);
      return;
    }
    case MarkKind.resume:
      ctx.moveTo(x - size * 0.7, y - size);
      ctx.lineTo(x + size, y);
      ctx.lineTo(x - size * 0.7, y + size);
      ctx.closePath();
      ctx.fillStyle = solid(colour);
      break;
    case MarkKind.terminationAsked:
      ctx.rect(x - size, y - size, size * 2, size * 2);
      break;
    case MarkKind.terminationAcknowledged:
      ctx.rect(x - size, y - size, size * 2, size * 2);
      ctx.fill();
      ctx.stroke();
      ctx.fillStyle = solid(colour);
      ctx.fillRect(x - size, y, size * 2, size);
      return;
    case MarkKind.reallyOver:
      ctx.rect(x - size, y - size, size * 2, size * 2);
      ctx.fillStyle = solid(colour);
      break;
    case MarkKind.failure:
      ctx.arc(x, y, size + 1, 0, Math.PI * 2);
      ctx.fillStyle = solid(colour);
      ctx.fill();
      ctx.strokeStyle = solid(behind);
      ctx.beginPath();
      ctx.moveTo(x - size * 0.5, y - size * 0.5);
      ctx.lineTo(x + size * 0.5, y + size * 0.5);
      ctx.moveTo(x + size * 0.5, y - size * 0.5);
      ctx.lineTo(x - size * 0.5, y + size * 0.5);
      ctx.stroke();
      return;
    case MarkKind.notification:
      ctx.arc(x, y, size * 0.7, 0, Math.PI * 2);
      ctx.fillStyle = solid(colour);
      break;
    case MarkKind.finding:
      ctx.moveTo(x, y - size * 1.2);
      ctx.lineTo(x + size * 1.2, y + size);
      ctx.lineTo(x - size * 1.2, y + size);
      ctx.closePath();
      ctx.fillStyle = solid(colour);
      break;
  }
  ctx.fill();
  ctx.stroke();
}

/** The critical path: a thick line under each piece, joined by thin ones where it leads from row to row. */

import type { PathPiece } from '../data/criticalPath.ts';
import { rowPlace } from '../layout/laneLayout.ts';
import type { Painter } from './painter.ts';
import { solid } from './palette.ts';
import type { Scene } from './scene.ts';

export function paintPath(painter: Painter, scene: Scene): void {
  if (!scene.path) return;
  const { ctx } = painter;
  ctx.fillStyle = solid(scene.palette.colours.hit);
  let before: number | null = null;
  for (const piece of scene.path) {
    const y = footOf(scene, piece);
    const x0 = Math.max(-4, scene.axis.xOf(piece.fromMs));
    const x1 = Math.min(scene.axis.width + 4, scene.axis.xOf(piece.toMs));
    if (y !== null && x1 >= -4 && x0 <= scene.axis.width + 4) {
      ctx.fillRect(x0, y - 3, Math.max(1, x1 - x0), 3);
      if (before !== null) ctx.fillRect(x0, Math.min(before, y) - 3, 1, Math.abs(before - y) + 3);
    }
    before = y;
  }
}

function footOf(scene: Scene, { span }: PathPiece): number | null {
  const { spans } = scene.data;
  const place = rowPlace(scene.layout, spans.lane[span] ?? -1, spans.row[span] ?? 0);
  return place ? place.y + place.height - scene.scrollTop : null;
}

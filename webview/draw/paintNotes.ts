/** Notes: a turned-down corner at the beginning of what somebody wrote about. */

import { rowPlace } from '../layout/laneLayout.ts';
import type { Painter } from './painter.ts';
import { solid } from './palette.ts';
import type { Scene } from './scene.ts';

export function paintNotes(painter: Painter, scene: Scene): void {
  const { ctx } = painter;
  const { hit, bg } = scene.palette.colours;
  const { spans } = scene.data;
  for (const span of scene.noted) {
    const place = rowPlace(scene.layout, spans.lane[span] ?? -1, spans.row[span] ?? 0);
    if (!place) continue;
    const x = Math.round(scene.axis.xOf(spans.start[span] ?? 0));
    const y = place.y - scene.scrollTop;
    if (x < -12 || x > scene.axis.width || y + place.height < 0 || y > scene.height) continue;
    const size = Math.min(9, place.height / 2);
    ctx.beginPath();
    ctx.moveTo(x, y);
    ctx.lineTo(x + size, y);
    ctx.lineTo(x, y + size);
    ctx.closePath();
    ctx.fillStyle = solid(hit);
    ctx.fill();
    // An edge keeps it apart from a span of nearly its colour.
    ctx.strokeStyle = solid(bg);
    ctx.lineWidth = 1;
    ctx.stroke();
  }
}

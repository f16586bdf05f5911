/**
 * Arcs between spans: a wait to its cell, a call to what it started, a message to another agent.
 *
 * Only arcs of spans that are drawn alone are looked at, so cost grows with pixels. Arcs of the selection stand out.
 */

import { ArcKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { rowPlace } from '../layout/laneLayout.ts';
import type { Painter } from './painter.ts';
import { eachVisibleRow } from './paintRows.ts';
import { type ColourName, clear, solid } from './palette.ts';
import { eachPiece } from './pieces.ts';
import type { Scene } from './scene.ts';

const colours: Readonly<Record<ArcKind, ColourName>> = {
  [ArcKind.waitsFor]: 'wait',
  [ArcKind.starts]: 'muted',
  [ArcKind.message]: 'turn',
};
const mostArcs = 300;
const closeBy = 16;

export function paintArcs(painter: Painter, scene: Scene): void {
  const wanted = new Set<number>();
  const add = (arc: number) => {
    if (wanted.size < mostArcs) wanted.add(arc);
  };
  eachVisibleRow(scene, row => {
    eachPiece(scene.spans.row(row.lane, row.row), scene.data.spans, scene.axis, scene.nowMs, (span, last, x0, x1) => {
      if (last !== span || wanted.size >= mostArcs) return;
      scene.arcs.eachFrom(span, arc => {
        // A short wait needs no arc to its cell below it; a message is worth one however short its call was.
        const kind = scene.data.arcs.kind[arc];
        if (kind === ArcKind.waitsFor ? x1 - x0 >= 2 : reachesAgent(scene, arc)) add(arc);
      });
    });
  });
  const chosen = new Set<number>();
  for (const hit of [scene.selection, scene.hover]) {
    if (hit?.type !== 'span') continue;
    scene.arcs.eachFrom(hit.index, arc => chosen.add(arc));
    scene.arcs.eachTo(hit.index, arc => chosen.add(arc));
  }
  for (const arc of wanted) if (!chosen.has(arc)) paintArc(painter, scene, arc, false);
  for (const arc of [...chosen].slice(0, mostArcs)) paintArc(painter, scene, arc, true);
}

/** To another thread; what a call starts in its own thread lies right below it. */
function reachesAgent(scene: Scene, arc: number): boolean {
  const { arcs, spans } = scene.data;
  return arcs.kind[arc] === ArcKind.message || spans.kind[arcs.to[arc] ?? -1] === SpanKind.thread;
}

function paintArc(painter: Painter, scene: Scene, arc: number, strong: boolean): void {
  const { arcs, spans } = scene.data;
  const from = arcs.from[arc] ?? -1;
  const to = arcs.to[arc] ?? -1;
  const start = spans.start[from] ?? 0;
  const source = anchor(scene, from, start);
  // A wait points at its cell at the moment it began to wait, unless the cell began later.
  const target = anchor(scene, to, Math.max(start, spans.start[to] ?? 0));
  if (!source || !target) return;
  // Rows that touch need no arc to show that they belong together.
  if (!strong && Math.abs(target.middle - source.middle) < 30 && spans.lane[from] === spans.lane[to]) return;
  const { ctx } = painter;
  const name = reachesAgent(scene, arc) ? 'turn' : colours[arcs.kind[arc] as ArcKind];
  const colour = scene.palette.colours[name ?? 'muted'];
  ctx.strokeStyle = strong ? solid(colour) : clear(colour, scene.palette.outlined ? 0.9 : 0.45);
  ctx.lineWidth = strong ? 2 : 1;
  const down = target.middle > source.middle;
  const y0 = down ? source.bottom : source.top;
  const y1 = down ? target.top : target.bottom;
  const bend = Math.max(10, Math.min(40, Math.abs(y1 - y0) / 2)) * (down ? 1 : -1);
  const x1 = target.x;
  if (Math.abs(y1 - y0) < closeBy) {
    // Too close for a curve: a short tie at the moment they share.
    ctx.beginPath();
    ctx.moveTo(x1, y0);
    ctx.lineTo(x1, y1);
    ctx.stroke();
    return;
  }
  ctx.beginPath();
  ctx.moveTo(source.x, y0);
  ctx.bezierCurveTo(source.x - 10, y0 + bend, x1 - 10, y1 - bend, x1, y1);
  ctx.stroke();
  ctx.fillStyle = ctx.strokeStyle;
  ctx.beginPath();
  const tip = down ? -5 : 5;
  ctx.moveTo(x1, y1);
  ctx.lineTo(x1 - 3, y1 + tip);
  ctx.lineTo(x1 + 3, y1 + tip);
  ctx.fill();
}

function anchor(scene: Scene, span: number, atMs: number) {
  const { spans } = scene.data;
  const place = rowPlace(scene.layout, spans.lane[span] ?? -1, spans.row[span] ?? 0);
  if (!place) return null;
  const x = scene.axis.xOf(atMs);
  if (x < -200 || x > scene.axis.width + 200) return null;
  const top = place.y - scene.scrollTop + 1;
  return { x, top, bottom: top + place.height - 2, middle: top + place.height / 2 };
}

/**
 * Spans of the visible rows. Cost grows with the pixels of the rows, see `eachPiece`.
 */

import { SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import { lanePlaceAt, type RowPlace, rowPlace, shownRows } from '../layout/laneLayout.ts';
import type { Painter } from './painter.ts';
import { clear, solid } from './palette.ts';
import { eachPiece } from './pieces.ts';
import type { Scene } from './scene.ts';
import type { SpanStyle } from './spanStyle.ts';

const mostHiddenLanes = 400;
/** How much is left of what a search did not find. In high contrast its names keep a contrast of 4.5:1. */
const dimmed = 0.32;
const dimmedInHighContrast = 0.66;
/** What a mark takes to either side of its moment, pixels. */
const markRoom = 8;

/** Visits the rows between top and bottom of the view; `y` is counted from the top of the canvas. */
export function eachVisibleRow(scene: Scene, visit: (row: RowPlace, y: number) => void): void {
  const { layout, scrollTop, height, data } = scene;
  for (let place = Math.max(0, lanePlaceAt(layout, scrollTop)); place < layout.lanes.length; place++) {
    if ((layout.top[place] ?? 0) > scrollTop + height) break;
    const lane = layout.lanes[place] ?? -1;
    for (let row = 0; row < shownRows(layout, data.lanes, lane); row++) {
      const at = rowPlace(layout, lane, row);
      if (!at || at.y + at.height < scrollTop) continue;
      if (at.y > scrollTop + height) break;
      visit(at, at.y - scrollTop);
    }
  }
}

export function paintRows(painter: Painter, scene: Scene): void {
  const { ctx } = painter;
  ctx.globalAlpha = !scene.hits ? 1 : scene.palette.outlined ? dimmedInHighContrast : dimmed;
  eachVisibleRow(scene, (row, y) => {
    paintSketch(painter, scene, row, y);
    paintRow(painter, scene, row, y);
    if (scene.layout.collapsed[row.lane]) paintHidden(painter, scene, row, y);
  });
  ctx.globalAlpha = 1;
  eachVisibleRow(scene, (row, y) => paintFailures(painter, scene, row, y));
  if (scene.hits) eachVisibleRow(scene, (row, y) => paintHits(painter, scene, row, y));
}

/** What has not come yet: shapes without names, behind what has. */
function paintSketch(painter: Painter, scene: Scene, place: RowPlace, y: number): void {
  if (!scene.sketch) return;
  const { ctx, styles } = painter;
  const { sketch, index, fromMs } = scene.sketch;
  const from = Math.max(-4, scene.axis.xOf(fromMs));
  eachPiece(index.row(place.lane, place.row), sketch.rows, scene.axis, scene.nowMs, (piece, last, x0, x1) => {
    if (x1 <= from) return;
    const kind = sketch.rows.kind[piece] ?? 0;
    const wide = last === piece && x1 - x0 > 3;
    ctx.fillStyle = wide ? styles.of(ctx, kind, SpanStatus.completed).fill : styles.mergedFill(kind);
    const left = Math.max(x0, from);
    ctx.fillRect(
      left,
      y + 1,
      Math.max(1, Math.min(x1, scene.axis.width + 4) - left - (wide ? 1 : 0)),
      place.height - 2,
    );
  });
}

function paintRow(painter: Painter, scene: Scene, place: RowPlace, y: number): void {
  const { ctx, styles } = painter;
  const { data, axis } = scene;
  const { kind } = data.spans;
  const top = y + 1;
  const height = place.height - 2;
  eachPiece(scene.spans.row(place.lane, place.row), data.spans, axis, scene.nowMs, (span, last, x0, x1) => {
    if (last === span && x1 - x0 >= 1) paintSpan(painter, scene, span, x0, x1, top, height);
    else {
      ctx.fillStyle = styles.mergedFill(kind[span] ?? 0);
      ctx.fillRect(x0, top, x1 - x0, height);
    }
  });
}

function paintSpan(
  painter: Painter,
  scene: Scene,
  span: number,
  from: number,
  to: number,
  y: number,
  height: number,
): void {
  const { ctx, styles } = painter;
  const { spans } = scene.data;
  const kind = spans.kind[span] ?? 0;
  const status = spans.status[span] ?? 0;
  const style = styles.of(ctx, kind, status);
  const x0 = Math.max(from, -4);
  const x1 = Math.min(to, scene.axis.width + 4);
  const width = Math.max(1, x1 - x0 - (x1 - x0 > 4 ? 1 : 0));
  ctx.fillStyle = style.fill;
  ctx.fillRect(x0, y, width, height);
  if (style.texture && width > 3) {
    ctx.fillStyle = style.texture;
    ctx.fillRect(x0, y, width, height);
  }
  if (styles.palette.outlined || kind === SpanKind.wait) {
    ctx.strokeStyle = style.edge;
    ctx.lineWidth = 1;
    ctx.setLineDash(status === SpanStatus.yielded || status === SpanStatus.running ? [3, 2] : []);
    if (width > 2) ctx.strokeRect(x0 + 0.5, y + 0.5, width - 1, height - 1);
    ctx.setLineDash([]);
  }
  ctx.fillStyle = style.edge;
  if (width <= 3) ctx.fillRect(x0, y, width, height);
  else if (kind !== SpanKind.thread) ctx.fillRect(x0, y, 2, height);
  if (status === SpanStatus.running && width > 8) paintOpenEnd(painter, style.edge, x0 + width, y, height);
  if (status === SpanStatus.yielded && kind === SpanKind.cell && width > 8) {
    ctx.fillRect(x0 + width - 2, y, 2, height);
  }
  paintLabel(painter, scene, span, x0, x0 + width, y, height, style);
}

/** An open span ends in small dashes, since nobody knows yet where it ends. */
function paintOpenEnd(painter: Painter, colour: string, x: number, y: number, height: number): void {
  const { ctx } = painter;
  ctx.fillStyle = colour;
  for (let step = 0; step + 2 <= height; step += 4) ctx.fillRect(x - 2, y + step, 2, 2);
}

function paintLabel(
  painter: Painter,
  scene: Scene,
  span: number,
  x0: number,
  x1: number,
  y: number,
  height: number,
  style: SpanStyle,
): void {
  if (height < 9) return;
  const { ctx } = painter;
  // The label stays in sight while any part of its span does.
  const room = labelRoom(scene, span, Math.max(x0, 0) + 6, Math.min(x1, scene.axis.width) - 4);
  const text = painter.text.cutTo(ctx, scene.data.spanLabel(span), room.to - room.from);
  if (text === '') return;
  if (style.texture) {
    ctx.fillStyle = style.fill;
    ctx.fillRect(room.from - 2, y + 1, painter.text.measure(ctx, text) + 4, height - 2);
  }
  ctx.fillStyle = style.text;
  ctx.fillText(text, room.from, y + height / 2 + 0.5);
}

/** The first gap between the marks on a span that is wide enough for some letters, else the widest of the first few. */
function labelRoom(scene: Scene, span: number, from: number, to: number): { from: number; to: number } {
  const { marks, spans } = scene.data;
  const row = scene.marks.row(spans.lane[span] ?? -1, spans.row[span] ?? -1);
  let left = from;
  let best = { from, to: from };
  const first = row.firstAbove(marks.at, scene.axis.timeAt(from - markRoom));
  for (let place = first; place <= Math.min(row.length, first + 6); place++) {
    const mark = row.at(place);
    const x = mark < 0 ? Number.POSITIVE_INFINITY : scene.axis.xOf(marks.at[mark] ?? 0);
    const right = Math.min(to, x - markRoom);
    if (right - left > best.to - best.from) best = { from: left, to: right };
    if (best.to - best.from >= 48 || x >= to) break;
    left = Math.max(left, x + markRoom);
  }
  return best;
}

/** What a collapsed lane hides, as a thin strip at its foot: the first rows of the lanes below it. */
function paintHidden(painter: Painter, scene: Scene, place: RowPlace, y: number): void {
  const { lanes, spans } = scene.data;
  const { ctx, styles } = painter;
  const inside = new Set([place.lane]);
  const last = Math.min(lanes.count, place.lane + mostHiddenLanes);
  for (let lane = place.lane; lane < last; lane++) {
    if (lane !== place.lane && !inside.has(lanes.parent[lane] ?? -1)) continue;
    inside.add(lane);
    const row = lane === place.lane ? 1 : 0;
    eachPiece(scene.spans.row(lane, row), spans, scene.axis, scene.nowMs, (span, _last, x0, x1) => {
      const from = Math.max(x0, -4);
      ctx.fillStyle = styles.mergedFill(spans.kind[span] ?? 0);
      ctx.fillRect(from, y + place.height - 5, Math.max(1, Math.min(x1, scene.axis.width + 4) - from), 3);
    });
  }
}

/** A failure is never merged away: it gets two pixels of its own. */
function paintFailures(painter: Painter, scene: Scene, place: RowPlace, y: number): void {
  const row = scene.failed.row(place.lane, place.row);
  if (row.length === 0) return;
  const { ctx } = painter;
  ctx.fillStyle = solid(scene.palette.colours.bad);
  eachPiece(row, scene.data.spans, scene.axis, scene.nowMs, (_span, _last, x0, x1) => {
    if (x1 - x0 < 3) ctx.fillRect(x0, y + 1, Math.max(2, x1 - x0), place.height - 2);
    else
      ctx.fillRect(
        Math.max(x0, -4),
        y + place.height - 3,
        Math.min(x1, scene.axis.width + 4) - Math.max(x0, -4) - 1,
        2,
      );
  });
}

function paintHits(painter: Painter, scene: Scene, place: RowPlace, y: number): void {
  const row = scene.hits?.row(place.lane, place.row);
  if (!row || row.length === 0) return;
  const { ctx } = painter;
  const { hit } = scene.palette.colours;
  eachPiece(row, scene.data.spans, scene.axis, scene.nowMs, (span, last, x0, x1) => {
    const from = Math.max(x0, -4);
    const width = Math.max(2, Math.min(x1, scene.axis.width + 4) - from);
    if (last === span && x1 - x0 >= 1) paintSpan(painter, scene, span, x0, x1, y + 1, place.height - 2);
    else {
      ctx.fillStyle = solid(hit);
      ctx.fillRect(from, y + 1, width, place.height - 2);
    }
    ctx.fillStyle = clear(hit, 0.08);
    ctx.fillRect(from, y + 1, width, place.height - 2);
    const frame = scene.palette.outlined ? 2 : 1;
    ctx.strokeStyle = solid(hit);
    ctx.lineWidth = frame;
    ctx.strokeRect(from + frame / 2, y + 1 + frame / 2, Math.max(1, width - frame), place.height - 2 - frame);
  });
}

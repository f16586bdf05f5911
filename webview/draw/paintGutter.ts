/**
 * Lane labels left of the plot: they stay while time pans. Depth is shown by indent, collapsing by a twisty.
 */

import { LaneKind } from '../../runtime/trace/timeline/columns.ts';
import { lanePlaceAt } from '../layout/laneLayout.ts';
import type { Painter } from './painter.ts';
import { type ColourName, mix, solid } from './palette.ts';
import type { Scene } from './scene.ts';

const laneColours: Readonly<Record<LaneKind, ColourName>> = {
  [LaneKind.thread]: 'thread',
  [LaneKind.cell]: 'cell',
  [LaneKind.terminal]: 'terminal',
};

/** x of a lane's twisty and label. Deep nesting must not push labels out of a narrow gutter. */
export function laneIndent(depth: number, gutter: number): number {
  return 4 + Math.min(depth, 6) * (gutter < 110 ? 5 : 10);
}

export function paintGutter(painter: Painter, scene: Scene): void {
  const { ctx } = painter;
  const { layout, data, gutter, scrollTop, height, palette } = scene;
  const { colours } = palette;
  if (gutter <= 0) return;
  ctx.fillStyle = solid(colours.gutter);
  ctx.fillRect(0, 0, gutter, height);
  for (let place = Math.max(0, lanePlaceAt(layout, scrollTop)); place < layout.lanes.length; place++) {
    const top = (layout.top[place] ?? 0) - scrollTop;
    if (top > height) break;
    const bottom = (layout.top[place + 1] ?? 0) - scrollTop;
    paintLane(painter, scene, layout.lanes[place] ?? -1, layout.depth[place] ?? 0, top, bottom);
  }
  ctx.fillStyle = mix(colours.bg, colours.line, 1);
  ctx.fillRect(gutter - 1, 0, 1, height);

  function paintLane(pen: Painter, _scene: Scene, lane: number, depth: number, top: number, bottom: number): void {
    const x = laneIndent(depth, gutter);
    const laneHeight = layout.heights.lane;
    // The label of a tall lane stays in sight while the lane does.
    const y = Math.min(Math.max(top, 0), Math.max(top, bottom - layout.heights.gap - laneHeight)) + laneHeight / 2;
    const chosen =
      scene.selection?.type === 'span' && data.spans.lane[scene.selection.index] === lane && !palette.outlined;
    if (chosen) {
      ctx.fillStyle = mix(colours.gutter, colours.focus, 0.16);
      ctx.fillRect(0, top, gutter - 1, bottom - top - layout.heights.gap);
    }
    const kind = data.lanes.kind[lane] as LaneKind;
    ctx.fillStyle = solid(colours[laneColours[kind] ?? 'muted']);
    ctx.fillRect(x + 12, y - 4, 3, 8);
    if (layout.hasChildren[lane]) twisty(ctx, x + 5, y, layout.collapsed[lane] === 1, solid(colours.muted));
    const from = x + 19;
    ctx.fillStyle = mix(colours.gutter, colours.fg, kind === LaneKind.thread ? 1 : 0.85);
    ctx.fillText(fitted(pen, data.laneLabel(lane), kind, gutter - from - 4), from, y + 0.5);
  }
}

/** Agents are named by their path, cells by a number: where a name is cut, its end is what tells it from others. */
function fitted({ ctx, text }: Painter, label: string, kind: LaneKind, room: number): string {
  const end = label.startsWith('/') ? label.lastIndexOf('/') : 0;
  const blank = label.indexOf(' ');
  const number = kind === LaneKind.cell && blank === label.lastIndexOf(' ') ? blank + 1 : 0;
  const cut = (end > 0 || number > 0) && text.measure(ctx, label) > room;
  const short = number > 0 ? label.slice(number) : `…${label.slice(end)}`;
  return text.cutTo(ctx, cut ? short : label, room);
}

function twisty(ctx: CanvasRenderingContext2D, x: number, y: number, collapsed: boolean, colour: string): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.3;
  ctx.beginPath();
  if (collapsed) {
    ctx.moveTo(x - 1.5, y - 3.5);
    ctx.lineTo(x + 2, y);
    ctx.lineTo(x - 1.5, y + 3.5);
  } else {
    ctx.moveTo(x - 3.5, y - 1.5);
    ctx.lineTo(x, y + 2);
    ctx.lineTo(x + 3.5, y - 1.5);
  }
  ctx.stroke();
}

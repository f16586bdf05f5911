/** The ruler above the timeline: ticks with numbers, folds with their length. */

import { shownFolds } from '../scale/shownFolds.ts';
import { axisTicks } from '../scale/ticks.ts';
import { foldLabelPadding, foldLabels } from './foldLabels.ts';
import type { Painter } from './painter.ts';
import { tickGap } from './paintTimeline.ts';
import { clear, mix, solid } from './palette.ts';
import type { Scene } from './scene.ts';

export function paintAxis(painter: Painter, scene: Scene, height: number): void {
  const { ctx } = painter;
  const { bg, fg, muted, line, focus, wait } = scene.palette.colours;
  painter.begin(scene.palette, scene.width, height, 10);
  ctx.save();
  ctx.translate(scene.gutter, 0);
  ctx.beginPath();
  ctx.rect(0, 0, scene.axis.width, height);
  ctx.clip();
  const folds = shownFolds(scene.axis);
  ctx.fillStyle = mix(bg, fg, 0.1);
  for (const { fromUnit, toUnit } of folds) {
    const x0 = scene.axis.xOfUnit(fromUnit);
    ctx.fillRect(x0, 0, Math.max(2, scene.axis.xOfUnit(toUnit) - x0), height);
  }
  const taken = foldLabels(folds, scene.axis, text => painter.text.measure(ctx, text));
  for (const { text, from, to, waited } of taken) {
    ctx.fillStyle = mix(bg, fg, 0.1);
    ctx.fillRect(from, 1, to - from, height - 2);
    ctx.fillStyle = solid(wait);
    if (waited) ctx.fillRect(from, height - 3, to - from, 2);
    ctx.fillStyle = solid(fg);
    ctx.fillText(text, from + foldLabelPadding, height / 2);
  }
  for (const tick of axisTicks(scene.axis, tickGap)) {
    const width = painter.text.measure(ctx, tick.label);
    // A number that the edge would cut could be read as another.
    const whole = tick.x + 4 + width <= scene.axis.width;
    const free = whole && !taken.some(({ from, to }) => tick.x + 4 + width > from - 2 && tick.x < to + 2);
    ctx.fillStyle = mix(bg, line, 1);
    ctx.fillRect(Math.round(tick.x), free ? 2 : height - 4, 1, height);
    if (!free) continue;
    ctx.fillStyle = solid(muted);
    ctx.fillText(tick.label, tick.x + 4, height / 2);
  }
  if (scene.range) {
    const x0 = scene.axis.xOf(scene.range.fromMs);
    const x1 = scene.axis.xOf(scene.range.toMs);
    ctx.fillStyle = clear(focus, 0.35);
    ctx.fillRect(x0, height - 4, x1 - x0, 4);
  }
  if (scene.cursorMs !== null) {
    const x = scene.axis.xOf(scene.cursorMs);
    ctx.fillStyle = solid(focus);
    ctx.beginPath();
    ctx.moveTo(x - 5, height - 7);
    ctx.lineTo(x + 5, height - 7);
    ctx.lineTo(x, height);
    ctx.fill();
  }
  ctx.restore();
  ctx.fillStyle = mix(bg, line, 1);
  ctx.fillRect(0, height - 1, scene.width, 1);
}

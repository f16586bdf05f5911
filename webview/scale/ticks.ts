/**
 * Where the axis carries numbers. Steps are 1, 2 or 5 times a power of ten up to a second, then clock-like.
 */

import { formatTick } from '../text/formatTime.ts';
import type { Axis } from './axis.ts';

export interface Tick {
  readonly x: number;
  readonly label: string;
}

const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400].map(
  seconds => seconds * 1000,
);

/** The smallest tidy step (ms) not below `atLeastMs`. */
export function tidyStep(atLeastMs: number): number {
  if (atLeastMs <= 500) {
    const power = 10 ** Math.floor(Math.log10(Math.max(atLeastMs, 1e-6)));
    for (const factor of [1, 2, 5]) if (power * factor >= atLeastMs * 0.999) return power * factor;
    return power * 10;
  }
  const found = clockSteps.find(step => step >= atLeastMs);
  if (found) return found;
  const day = 86_400_000;
  return day * 10 ** Math.ceil(Math.log10(atLeastMs / day));
}

/** Ticks of the visible part, left to right, at least `gap` pixels apart. */
export function axisTicks(axis: Axis, gap: number): Tick[] {
  const unitsPerPixel = (axis.window.to - axis.window.from) / axis.width;
  const step = tidyStep(unitsPerPixel * gap);
  return axis.scale.mode === 'order' ? eventTicks(axis, gap) : timeTicks(axis, step, gap);
}

function timeTicks(axis: Axis, step: number, gap: number): Tick[] {
  const ticks: Tick[] = [];
  const { folds } = axis.scale;
  const from = Math.max(0, axis.timeAt(0));
  const to = axis.timeAt(axis.width);
  let fold = 0;
  let lastX = Number.NEGATIVE_INFINITY;
  for (let time = Math.ceil(from / step) * step; time <= to && ticks.length < 500; time += step) {
    while (fold < folds.length && (folds[fold]?.endMs ?? 0) <= time) fold++;
    const closed = folds[fold];
    if (closed && time > closed.startMs) {
      time = Math.floor(closed.endMs / step) * step;
      continue;
    }
    const x = axis.xOf(time);
    if (x - lastX < gap * 0.6) continue;
    lastX = x;
    ticks.push({ x, label: formatTick(time, step) });
  }
  return ticks;
}

function eventTicks(axis: Axis, gap: number): Tick[] {
  const unitsPerPixel = (axis.window.to - axis.window.from) / axis.width;
  const step = Math.max(1, tidyStep(unitsPerPixel * gap));
  const ticks: Tick[] = [];
  const from = Math.max(0, Math.ceil(axis.window.from / step) * step);
  for (let unit = from; unit <= axis.window.to && ticks.length < 500; unit += step) {
    ticks.push({ x: axis.xOfUnit(unit), label: `#${unit}` });
  }
  return ticks;
}

/**
 * The visible part of the axis in pixels: window (units), scale and width together.
 * x is counted from the left edge of the plot, right of the lane labels.
 */

import type { TimeScale } from './timeScale.ts';
import type { TimeWindow } from './window.ts';

export class Axis {
  readonly scale: TimeScale;
  readonly window: TimeWindow;
  readonly width: number;
  private readonly unitsPerPixel: number;

  constructor(scale: TimeScale, window: TimeWindow, width: number) {
    this.scale = scale;
    this.window = window;
    this.width = Math.max(1, width);
    this.unitsPerPixel = (window.to - window.from) / this.width;
  }

  xOf(ms: number): number {
    return (this.scale.toUnit(ms) - this.window.from) / this.unitsPerPixel;
  }

  xOfUnit(unit: number): number {
    return (unit - this.window.from) / this.unitsPerPixel;
  }

  unitAt(x: number): number {
    return this.window.from + x * this.unitsPerPixel;
  }

  timeAt(x: number): number {
    return this.scale.toTime(this.unitAt(x));
  }
}

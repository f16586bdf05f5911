/**
 * A canvas with its pen, and what is kept between frames: styles of the theme, widths of texts.
 * Keeps the canvas as sharp as the screen: one CSS pixel is `ratio` canvas pixels.
 */

import { TextFitter } from './fitText.ts';
import type { Palette } from './palette.ts';
import { SpanStyles } from './spanStyle.ts';

export class Painter {
  readonly canvas: HTMLCanvasElement;
  readonly ctx: CanvasRenderingContext2D;
  readonly text = new TextFitter();
  styles: SpanStyles;

  constructor(canvas: HTMLCanvasElement, palette: Palette) {
    const ctx = canvas.getContext('2d', { alpha: false });
    if (!ctx) throw new Error('This page cannot draw: the browser gave no 2D canvas.');
    this.canvas = canvas;
    this.ctx = ctx;
    this.styles = new SpanStyles(palette);
  }

  /** Prepares a frame of this size (CSS pixels) with everything wiped. */
  begin(palette: Palette, width: number, height: number, fontSize = 11): void {
    const ratio = Math.max(1, globalThis.devicePixelRatio || 1);
    const pixelWidth = Math.max(1, Math.round(width * ratio));
    const pixelHeight = Math.max(1, Math.round(height * ratio));
    if (this.canvas.width !== pixelWidth) this.canvas.width = pixelWidth;
    if (this.canvas.height !== pixelHeight) this.canvas.height = pixelHeight;
    if (this.styles.palette !== palette) {
      this.styles = new SpanStyles(palette);
      this.text.clear();
    }
    const { ctx } = this;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.font = `${fontSize}px ${palette.font}`;
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'left';
    const [red, green, blue] = palette.colours.bg;
    ctx.fillStyle = `rgb(${red},${green},${blue})`;
    ctx.fillRect(0, 0, width, height);
  }
}

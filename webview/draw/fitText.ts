/**
 * Text cut to a width with an ellipsis, remembered per text, so that a frame measures next to nothing.
 */

import { lineOf } from '../text/safeText.ts';

const limit = 4000;
const letters = new Intl.Segmenter();
/** No sign below it is the later part of another: U+0300 begins the combining marks. */
const firstPart = 0x300;

/** The beginning of a text, so long or a little shorter: no sign that is written in parts, such as an emoji, is cut. */
function beginning(text: string, count: number): string {
  const next = text.charCodeAt(count);
  return text.slice(0, next < firstPart ? count : (letters.segment(text).containing(count)?.index ?? count));
}

export class TextFitter {
  private readonly widths = new Map<string, number>();
  private readonly lines = new Map<string, string>();

  clear(): void {
    this.widths.clear();
  }

  /** The longest beginning of `text` that fits, or '' when not even three letters do. */
  cutTo(ctx: CanvasRenderingContext2D, raw: string, width: number): string {
    const text = this.line(raw);
    if (width < 14 || text === '') return '';
    const full = this.measure(ctx, text);
    if (full <= width) return text;
    const room = width - this.measure(ctx, '…');
    const count = Math.floor((text.length * room) / full);
    if (count < 2) return '';
    return `${beginning(text, count).trimEnd()}…`;
  }

  measure(ctx: CanvasRenderingContext2D, text: string): number {
    const known = this.widths.get(text);
    if (known !== undefined) return known;
    if (this.widths.size > limit) this.widths.clear();
    const { width } = ctx.measureText(text);
    this.widths.set(text, width);
    return width;
  }

  private line(raw: string): string {
    const known = this.lines.get(raw);
    if (known !== undefined) return known;
    if (this.lines.size > limit) this.lines.clear();
    const line = lineOf(raw, 160);
    this.lines.set(raw, line);
    return line;
  }
}

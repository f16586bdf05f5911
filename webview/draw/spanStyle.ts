/** How kinds and states of spans look: one colour per kind, state by texture, so that colour is never the only sign. */

import { SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import type { ColourName, Palette } from './palette.ts';
import { clear, mix, solid } from './palette.ts';

const kindColours: Readonly<Record<SpanKind, ColourName>> = {
  [SpanKind.thread]: 'thread',
  [SpanKind.turn]: 'turn',
  [SpanKind.inference]: 'model',
  [SpanKind.cell]: 'cell',
  [SpanKind.nestedCall]: 'call',
  [SpanKind.wait]: 'wait',
  [SpanKind.terminal]: 'terminal',
  [SpanKind.directCall]: 'call',
  [SpanKind.compaction]: 'compaction',
  [SpanKind.request]: 'muted',
};

export interface SpanStyle {
  readonly fill: string;
  readonly edge: string;
  readonly text: string;
  readonly texture: CanvasPattern | null;
}

/** Styles of every kind and state for one palette, made once per theme. */
export class SpanStyles {
  readonly palette: Palette;
  private readonly styles = new Map<number, SpanStyle>();
  private readonly merged = new Map<number, string>();

  constructor(palette: Palette) {
    this.palette = palette;
  }

  of(ctx: CanvasRenderingContext2D, kind: number, status: number): SpanStyle {
    const key = kind * 16 + status;
    const known = this.styles.get(key);
    if (known) return known;
    const style = this.make(ctx, kind as SpanKind, status);
    this.styles.set(key, style);
    return style;
  }

  /** The fill of spans too narrow to be drawn alone. */
  mergedFill(kind: number): string {
    const known = this.merged.get(kind);
    if (known) return known;
    const { colours } = this.palette;
    const fill = mix(colours.bg, colours[this.colour(kind)], this.palette.outlined ? 1 : 0.62);
    this.merged.set(kind, fill);
    return fill;
  }

  private colour(kind: number): ColourName {
    return kindColours[kind as SpanKind] ?? 'muted';
  }

  private make(ctx: CanvasRenderingContext2D, kind: SpanKind, status: number): SpanStyle {
    const { colours, outlined } = this.palette;
    const failed = status === SpanStatus.failed;
    const colour = colours[failed ? 'bad' : this.colour(kind)];
    const quiet = kind === SpanKind.thread ? 0.12 : kind === SpanKind.turn ? 0.18 : 0.3;
    const textured = kind === SpanKind.wait || status === SpanStatus.cancelled;
    return {
      fill: outlined ? solid(colours.bg) : mix(colours.bg, colour, textured ? quiet * 0.55 : quiet),
      edge: solid(colour),
      text: solid(colours.fg),
      texture: textured ? hatch(ctx, clear(colour, outlined ? 0.9 : 0.38), status === SpanStatus.cancelled) : null,
    };
  }
}

/** Slanting lines; the other way round for what was cancelled. */
function hatch(ctx: CanvasRenderingContext2D, colour: string, backwards: boolean): CanvasPattern | null {
  const size = 6;
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext('2d');
  if (!pen) return null;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, backwards ? 0 : size);
    pen.lineTo(shift + size, backwards ? size : 0);
  }
  pen.stroke();
  return ctx.createPattern(tile, 'repeat');
}

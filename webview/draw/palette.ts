/**
 * Colours of a frame, as numbers, so that fills can be mixed with the background.
 *
 * Invariant: every colour comes from a custom property of the page (`--cs-…`), which in turn comes from the theme.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

export const colourNames = [
  'bg',
  'fg',
  'muted',
  'line',
  'focus',
  'thread',
  'turn',
  'model',
  'cell',
  'call',
  'wait',
  'terminal',
  'compaction',
  'bad',
  'warn',
  'good',
  'hit',
  'gutter',
] as const;
export type ColourName = (typeof colourNames)[number];

export interface Palette {
  readonly colours: Readonly<Record<ColourName, Rgb>>;
  /** High contrast: outlines instead of fills. */
  readonly outlined: boolean;
  readonly font: string;
}

/** `amount` 0 is `under`, 1 is `over`. */
export function mix(under: Rgb, over: Rgb, amount: number): string {
  const part = (index: 0 | 1 | 2) => Math.round(under[index] + (over[index] - under[index]) * amount);
  return `rgb(${part(0)},${part(1)},${part(2)})`;
}

export function solid([red, green, blue]: Rgb): string {
  return `rgb(${red},${green},${blue})`;
}

export function clear([red, green, blue]: Rgb, alpha: number): string {
  return `rgba(${red},${green},${blue},${alpha})`;
}

/** Reads what `getComputedStyle` says of a colour: `rgb(…)`, `rgba(…)` over `under`, `color(srgb …)`. */
export function parseColour(text: string, under: Rgb): Rgb {
  const numbers = (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const scale = text.startsWith('color(') ? 255 : 1;
  const [red, green, blue, alpha = 1] = numbers;
  if (red === undefined || green === undefined || blue === undefined) return under;
  const over = (value: number, below: number) => Math.round(below + (value * scale - below) * alpha);
  return [over(red, under[0]), over(green, under[1]), over(blue, under[2])];
}

/** A glyph of the codicon font. It says nothing to a screen reader: whoever uses it brings the name. */

const glyphs = {
  play: 0xeb2c,
  search: 0xea6d,
  filter: 0xeaf1,
  outline: 0xeb86,
  warning: 0xea6c,
  error: 0xea87,
  info: 0xea74,
  help: 0xeb32,
  zoomIn: 0xeb81,
  zoomOut: 0xeb82,
  fit: 0xeb4c,
  close: 0xea76,
  back: 0xea9b,
  right: 0xeab6,
  down: 0xeab4,
  up: 0xeab7,
  left: 0xeab5,
  copy: 0xebcc,
  check: 0xeab2,
  source: 0xea94,
  pause: 0xead1,
  stop: 0xead7,
  stepBack: 0xeb8f,
  stepForward: 0xead6,
  record: 0xeba7,
  follow: 0xebf8,
  wait: 0xeb7c,
  folder: 0xeaf7,
  totals: 0xeb03,
  path: 0xebe2,
  link: 0xeb15,
  note: 0xeb26,
  trash: 0xea81,
  history: 0xea82,
  more: 0xea7c,
  playback: 0xeba6,
  state: 0xea88,
  cells: 0xeac5,
} as const;

export type IconName = keyof typeof glyphs;

export function Icon({ name }: { name: IconName }) {
  return (
    <span class="codicon" aria-hidden="true">
      {String.fromCodePoint(glyphs[name])}
    </span>
  );
}

/** Highlighted source cut at the places that made calls, so that each place is one piece that can be pressed. */

import type { CallLine } from '../../runtime/viewer/details.ts';
import type { Part } from './highlight.ts';

export interface CallPiece {
  readonly line: CallLine | null;
  readonly parts: readonly Part[];
}

/** The pieces joined are the parts joined. Places that overlap or lie outside of the text are passed over. */
export function callPieces(parts: readonly Part[], lines: readonly CallLine[]): CallPiece[] {
  const pieces: { line: CallLine | null; parts: Part[] }[] = [];
  let at = 0;
  let next = 0;
  const length = parts.reduce((sum, part) => sum + part.text.length, 0);
  const put = (line: CallLine | null, part: Part): void => {
    const last = pieces.at(-1);
    if (last && last.line === line) last.parts.push(part);
    else pieces.push({ line, parts: [part] });
  };
  for (const { kind, text } of parts) {
    let from = 0;
    while (from < text.length) {
      let line = lines[next];
      while (
        line &&
        (line.from < at || line.to > length || line.to <= line.from) &&
        !(line.from < at && line.to > at)
      ) {
        line = lines[++next];
      }
      const inside = line && line.from <= at && line.to > at ? line : null;
      const edge = inside ? inside.to : (line?.from ?? length);
      const to = Math.min(text.length, from + Math.max(1, edge - at));
      put(inside, { kind, text: text.slice(from, to) });
      at += to - from;
      from = to;
      if (inside && at >= inside.to) next++;
    }
  }
  return pieces;
}

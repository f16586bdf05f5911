/** Highlighted source cut at the places that made calls, so that each place is one piece that can be pressed. */

import type { CallLine } from '../../runtime/viewer/details.ts';
import type { Part } from './highlight.ts';

export interface CallPiece {
  readonly line: CallLine | null;
  readonly parts: readonly Part[];
}

/** Places in a text whose lines end in CR LF, as they lie once each line ends in LF alone. */
export function withoutReturns(text: string, lines: readonly CallLine[]): readonly CallLine[] {
  if (lines.length === 0 || !text.includes('\r\n')) return lines;
  const returns: number[] = [];
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) returns.push(at);
  const shifted = (offset: number): number => {
    let low = 0;
    for (let high = returns.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((returns[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return offset - low;
  };
  return lines.map(line => ({ ...line, from: shifted(line.from), to: shifted(line.to) }));
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

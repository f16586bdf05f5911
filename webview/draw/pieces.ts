/**
 * What of a row is drawn: spans of a pixel or more one by one, everything narrower merged per run of pixels.
 *
 * Invariant: a row yields at most about two pieces per pixel, however many spans it holds.
 */

import type { SpanColumns } from '../../runtime/trace/timeline/columns.ts';
import type { Row } from '../data/rowIndex.ts';
import type { Axis } from '../scale/axis.ts';

/** `span` to `lastSpan` are the first and last of a merged run, or the same span when it stands alone. */
export type PieceSink = (span: number, lastSpan: number, x0: number, x1: number) => void;

/** Visits the visible pieces of a row from left to right. Open spans end at `nowMs`. */
export function eachPiece(
  row: Row,
  spans: Pick<SpanColumns, 'start' | 'end' | 'kind'>,
  axis: Axis,
  nowMs: number,
  sink: PieceSink,
): void {
  const { start, end, kind } = spans;
  const lastTime = axis.timeAt(axis.width);
  let place = row.firstAbove(end, axis.timeAt(0));
  let runSpan = -1;
  let runLast = -1;
  let runX0 = 0;
  let runX1 = 0;
  const flush = () => {
    if (runSpan >= 0) sink(runSpan, runLast, runX0, runX1);
    runSpan = -1;
  };
  while (place < row.length) {
    const span = row.at(place);
    const from = start[span] ?? 0;
    if (!(from <= lastTime)) break;
    const x0 = axis.xOf(from);
    const x1 = axis.xOf(Math.min(end[span] ?? from, Math.max(nowMs, from)));
    if (x1 - x0 >= 1) {
      flush();
      sink(span, span, x0, x1);
      place++;
      continue;
    }
    const pixel = Math.floor(x0);
    const next = Math.max(place + 1, row.firstAbove(end, axis.timeAt(pixel + 1), place));
    const last = row.at(next - 1);
    if (runSpan < 0 || pixel > runX1 || kind[runSpan] !== kind[span]) {
      flush();
      runSpan = span;
      runX0 = pixel;
    }
    runLast = last;
    runX1 = pixel + 1;
    place = next;
  }
  flush();
}

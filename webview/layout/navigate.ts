/**
 * Where an arrow key leads: left and right along a row, up and down to the span of the neighbouring row that lies
 * nearest in time. Cost is logarithmic in the spans of a row; empty rows are passed over.
 */

import type { LaneColumns, SpanColumns } from '../../runtime/trace/timeline/columns.ts';
import type { Row, RowIndex } from '../data/rowIndex.ts';
import { type LaneLayout, shownRows } from './laneLayout.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

export interface Field {
  readonly layout: LaneLayout;
  readonly lanes: LaneColumns;
  readonly spans: SpanColumns;
  readonly index: RowIndex;
}

/** The span to select next, or -1 when there is none that way. `span` -1 begins at the top left. */
export function neighbour(field: Field, span: number, direction: Direction): number {
  if (span < 0) return firstSpan(field);
  const lane = field.spans.lane[span] ?? -1;
  const row = field.spans.row[span] ?? 0;
  if (direction === 'left' || direction === 'right') {
    const spans = field.index.row(lane, row);
    const place = spans.placeOf(span);
    return place < 0 ? -1 : spans.at(place + (direction === 'left' ? -1 : 1));
  }
  const start = field.spans.start[span] ?? 0;
  const end = field.spans.end[span] ?? start;
  const middle = Number.isFinite(end) ? (start + end) / 2 : start;
  const step = direction === 'up' ? -1 : 1;
  for (const [nextLane, nextRow] of rowsFrom(field, lane, row, step)) {
    const found = nearest(field.spans, field.index.row(nextLane, nextRow), start, middle);
    if (found >= 0) return found;
  }
  return -1;
}

export function firstSpan(field: Field): number {
  for (const lane of field.layout.lanes) {
    for (let row = 0; row < shownRows(field.layout, field.lanes, lane); row++) {
      const found = field.index.row(lane, row).at(0);
      if (found >= 0) return found;
    }
  }
  return -1;
}

function* rowsFrom(field: Field, lane: number, row: number, step: 1 | -1): Generator<[number, number]> {
  const { layout, lanes } = field;
  let place = layout.placeOf[lane] ?? -1;
  if (place < 0) return;
  let nextRow = row + step;
  while (place >= 0 && place < layout.lanes.length) {
    const at = layout.lanes[place] ?? -1;
    const rows = shownRows(layout, lanes, at);
    if (nextRow >= 0 && nextRow < rows) {
      yield [at, nextRow];
      nextRow += step;
      continue;
    }
    place += step;
    const next = layout.lanes[place];
    nextRow = step > 0 || next === undefined ? 0 : shownRows(layout, lanes, next) - 1;
  }
}

/** The span that covers the middle, else the one whose nearer edge is closest to the start. */
function nearest(spans: SpanColumns, row: Row, start: number, middle: number): number {
  if (row.length === 0) return -1;
  const place = row.firstAbove(spans.end, middle);
  const after = row.at(Math.min(place, row.length - 1));
  const before = row.at(place - 1);
  if (before < 0 || (spans.start[after] ?? 0) <= middle) return after;
  const ahead = (spans.start[after] ?? 0) - start;
  const behind = start - (spans.end[before] ?? 0);
  return ahead <= behind ? after : before;
}

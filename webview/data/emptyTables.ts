/** Tables without rows: what a timeline is before its first delta. */

import type {
  ArcColumns,
  FoldColumns,
  LaneColumns,
  MarkColumns,
  SpanColumns,
} from '../../runtime/trace/timeline/columns.ts';

const f64 = () => new Float64Array(0);
const i32 = () => new Int32Array(0);
const u8 = () => new Uint8Array(0);

export const emptyLanes = (): LaneColumns => ({
  count: 0,
  parent: i32(),
  kind: u8(),
  label: i32(),
  entity: i32(),
  rows: i32(),
});
export const emptySpans = (): SpanColumns => ({
  count: 0,
  start: f64(),
  end: f64(),
  lane: i32(),
  row: i32(),
  kind: u8(),
  status: u8(),
  label: i32(),
  entity: i32(),
});
export const emptyMarks = (): MarkColumns => ({
  count: 0,
  at: f64(),
  kind: u8(),
  lane: i32(),
  row: i32(),
  label: i32(),
  entity: i32(),
});
export const emptyArcs = (): ArcColumns => ({ count: 0, kind: u8(), from: i32(), to: i32() });
export const emptyFolds = (): FoldColumns => ({ count: 0, start: f64(), end: f64() });

/**
 * Which entries stand in a row, in order: the index that makes drawing cost pixels and not spans.
 *
 * Entries of one (lane, row) are contiguous in `order` and rise in time. New entries go to short tails beside the
 * base until there are enough of them to build it again, so following a live run costs what is new.
 * A filter, the failed spans and the hits of a search are each an index of their own over the same table.
 */

import type { LaneColumns } from '../../runtime/trace/timeline/columns.ts';

export interface RowTable {
  readonly count: number;
  readonly lane: Int32Array;
  readonly row: Int32Array;
}

const tailKey = (lane: number, row: number) => lane * 65_536 + row;
const noEntries: readonly number[] = [];

/** The entries of one row. Valid until the index it came from is updated. */
export class Row {
  readonly length: number;
  private readonly order: Int32Array;
  private readonly from: number;
  private readonly baseCount: number;
  private readonly tail: readonly number[];

  constructor(order: Int32Array, from: number, to: number, tail: readonly number[]) {
    this.order = order;
    this.from = from;
    this.baseCount = to - from;
    this.tail = tail;
    this.length = this.baseCount + tail.length;
  }

  /** The table index of the entry at this place, or -1. */
  at(place: number): number {
    if (place < 0) return -1;
    if (place < this.baseCount) return this.order[this.from + place] ?? -1;
    return this.tail[place - this.baseCount] ?? -1;
  }

  /**
   * First place, not before `low`, whose `times` value is above `limit`: `times` must rise along the row.
   * Gallops first, because the answer is mostly near `low`.
   */
  firstAbove(times: Float64Array, limit: number, low = 0): number {
    let step = 1;
    let from = low;
    while (from + step < this.length && !((times[this.at(from + step)] ?? 0) > limit)) {
      from += step;
      step *= 2;
    }
    let left = from;
    let right = Math.min(this.length, from + step + 1);
    while (left < right) {
      const middle = (left + right) >> 1;
      if ((times[this.at(middle)] ?? 0) > limit) right = middle;
      else left = middle + 1;
    }
    return left;
  }

  /** The place of a table index, or -1. Indices rise along a row. */
  placeOf(entry: number): number {
    let left = 0;
    let right = this.length;
    while (left < right) {
      const middle = (left + right) >> 1;
      if (this.at(middle) < entry) left = middle + 1;
      else right = middle;
    }
    return this.at(left) === entry ? left : -1;
  }
}

export class RowIndex {
  private readonly include: (entry: number) => boolean;
  private readonly timeOf: ((entry: number) => number) | null;
  private rowBase = new Int32Array(1);
  private offsets = new Int32Array(1);
  private order = new Int32Array(0);
  private tails = new Map<number, number[]>();
  private tailCount = 0;
  private seen = 0;
  private disorder = false;

  /** `timeOf` is for tables whose rows need sorting (marks); spans come in order by contract. */
  constructor(include: (entry: number) => boolean = () => true, timeOf: ((entry: number) => number) | null = null) {
    this.include = include;
    this.timeOf = timeOf;
  }

  /** Takes in the entries appended since the last update. */
  update(lanes: LaneColumns, table: RowTable): void {
    const added = table.count - this.seen;
    if (added > 0 && (added + this.tailCount > 2048 + this.order.length / 4 || this.seen === 0)) {
      this.build(lanes, table);
      return;
    }
    for (let entry = this.seen; entry < table.count; entry++) if (this.include(entry)) this.addToTail(table, entry);
    this.seen = table.count;
    if (this.disorder) this.build(lanes, table);
  }

  row(lane: number, row: number): Row {
    const tail = this.tailCount === 0 ? noEntries : (this.tails.get(tailKey(lane, row)) ?? noEntries);
    const base = this.rowBase[lane];
    const next = this.rowBase[lane + 1];
    if (base === undefined || next === undefined || row < 0 || base + row >= next) {
      return new Row(this.order, 0, 0, tail);
    }
    return new Row(this.order, this.offsets[base + row] ?? 0, this.offsets[base + row + 1] ?? 0, tail);
  }

  /** Is there anything in this row? */
  has(lane: number, row: number): boolean {
    if (this.tailCount > 0 && this.tails.has(tailKey(lane, row))) return true;
    const base = (this.rowBase[lane] ?? 0) + row;
    if (row < 0 || base >= (this.rowBase[lane + 1] ?? 0)) return false;
    return (this.offsets[base + 1] ?? 0) > (this.offsets[base] ?? 0);
  }

  private addToTail(table: RowTable, entry: number): void {
    const key = tailKey(table.lane[entry] ?? 0, table.row[entry] ?? 0);
    const tail = this.tails.get(key);
    if (this.timeOf) this.disorder ||= !this.comesLast(this.timeOf, table, entry, tail);
    if (tail) tail.push(entry);
    else this.tails.set(key, [entry]);
    this.tailCount++;
  }

  private comesLast(timeOf: (entry: number) => number, table: RowTable, entry: number, tail?: number[]): boolean {
    const row = this.row(table.lane[entry] ?? 0, table.row[entry] ?? 0);
    const last = tail?.at(-1) ?? row.at(row.length - 1);
    return last < 0 || timeOf(last) <= timeOf(entry);
  }

  private build(lanes: LaneColumns, table: RowTable): void {
    const rowBase = new Int32Array(lanes.count + 1);
    for (let lane = 0; lane < lanes.count; lane++) {
      rowBase[lane + 1] = (rowBase[lane] ?? 0) + Math.max(1, lanes.rows[lane] ?? 1);
    }
    const rowCount = rowBase[lanes.count] ?? 0;
    const { lane: laneOf, row: rowOf } = table;
    const number = (entry: number): number => {
      const lane = laneOf[entry] ?? -1;
      const row = rowOf[entry] ?? -1;
      const base = rowBase[lane];
      const next = rowBase[lane + 1];
      return base === undefined || next === undefined || row < 0 || base + row >= next ? -1 : base + row;
    };
    const offsets = new Int32Array(rowCount + 1);
    for (let entry = 0; entry < table.count; entry++) {
      const row = this.include(entry) ? number(entry) : -1;
      if (row >= 0) offsets[row + 1] = (offsets[row + 1] ?? 0) + 1;
    }
    for (let row = 0; row < rowCount; row++) offsets[row + 1] = (offsets[row + 1] ?? 0) + (offsets[row] ?? 0);
    const order = new Int32Array(offsets[rowCount] ?? 0);
    const next = offsets.slice(0, rowCount);
    for (let entry = 0; entry < table.count; entry++) {
      const row = this.include(entry) ? number(entry) : -1;
      if (row < 0) continue;
      const place = next[row] ?? 0;
      order[place] = entry;
      next[row] = place + 1;
    }
    if (this.timeOf) sortRows(order, offsets, this.timeOf);
    this.disorder = false;
    this.rowBase = rowBase;
    this.offsets = offsets;
    this.order = order;
    this.tails = new Map();
    this.tailCount = 0;
    this.seen = table.count;
  }
}

function sortRows(order: Int32Array, offsets: Int32Array, timeOf: (entry: number) => number): void {
  for (let row = 0; row + 1 < offsets.length; row++) {
    const from = offsets[row] ?? 0;
    const to = offsets[row + 1] ?? 0;
    let sorted = true;
    for (let place = from + 1; place < to && sorted; place++) {
      sorted = timeOf(order[place - 1] ?? 0) <= timeOf(order[place] ?? 0);
    }
    if (!sorted) order.subarray(from, to).sort((a, b) => timeOf(a) - timeOf(b) || a - b);
  }
}

/**
 * Where lanes stand, top to bottom: a lane, its packed rows, then its child lanes; a collapsed lane is one row.
 *
 * y is counted in CSS pixels from the top of the content, not of the view.
 */

import type { LaneColumns } from '../../runtime/trace/timeline/columns.ts';
import { type LaneTree, laneTree, skippable } from './laneTree.ts';

export interface RowHeights {
  /** Row 0 of a lane: its own span. */
  readonly lane: number;
  /** Packed rows below it. */
  readonly nested: number;
  /** Air below a lane. */
  readonly gap: number;
}

export interface LaneLayout {
  readonly heights: RowHeights;
  /** Visible lanes, top to bottom. */
  readonly lanes: Int32Array;
  readonly depth: Uint8Array;
  /** Top of each visible lane; one more entry for the end of the last. */
  readonly top: Float64Array;
  /** Place of a lane among the visible ones, or -1. */
  readonly placeOf: Int32Array;
  readonly collapsed: Uint8Array;
  readonly hasChildren: Uint8Array;
  /** Bit r: row r of the lane is empty and takes no room (first 31 rows only). */
  readonly empty: Int32Array;
  readonly height: number;
}

export interface RowPlace {
  readonly lane: number;
  readonly row: number;
  readonly y: number;
  readonly height: number;
}

/** The visible lanes of a tree with their tops. One light pass over the lanes: it is made anew as the window moves. */
export function layoutTree(
  tree: LaneTree,
  heights: RowHeights,
  isCollapsed: (lane: number) => boolean,
  shown: Uint8Array | null = null,
): LaneLayout {
  const { lanes: order, depth: depths, after, rows, hasChildren, empty } = tree;
  const count = order.length;
  const visible = new Int32Array(count);
  const depth = new Uint8Array(count);
  const top = new Float64Array(count + 1);
  const placeOf = new Int32Array(count).fill(-1);
  const collapsed = new Uint8Array(count);
  let placed = 0;
  let y = 0;
  for (let at = 0; at < count; ) {
    const lane = order[at] ?? 0;
    if (shown && shown[lane] !== 1) {
      at = after[at] ?? count;
      continue;
    }
    const closed = hasChildren[lane] === 1 && isCollapsed(lane);
    if (closed) collapsed[lane] = 1;
    visible[placed] = lane;
    depth[placed] = depths[at] ?? 0;
    top[placed] = y;
    placeOf[lane] = placed;
    placed++;
    y += heights.lane + (closed ? 0 : ((rows[lane] ?? 1) - 1) * heights.nested) + heights.gap;
    at = closed ? (after[at] ?? count) : at + 1;
  }
  top[placed] = y;
  return {
    heights,
    lanes: visible.subarray(0, placed),
    depth: depth.subarray(0, placed),
    top: top.subarray(0, placed + 1),
    placeOf,
    collapsed,
    hasChildren,
    empty,
    height: y,
  };
}

/** Both steps at once. */
export function layoutLanes(
  lanes: LaneColumns,
  heights: RowHeights,
  isCollapsed: (lane: number) => boolean,
  isUsed: (lane: number, row: number) => boolean = () => true,
): LaneLayout {
  return layoutTree(laneTree(lanes, isUsed), heights, isCollapsed);
}

/** Place of the visible lane at this y, or the nearest; -1 when there is none. */
export function lanePlaceAt(layout: LaneLayout, y: number): number {
  let left = 0;
  let right = layout.lanes.length;
  while (left < right) {
    const middle = (left + right) >> 1;
    if ((layout.top[middle + 1] ?? 0) > y) right = middle;
    else left = middle + 1;
  }
  return Math.min(left, layout.lanes.length - 1);
}

/** Rows of a visible lane that may be shown: one when it is collapsed. Some of them may be empty and have no place. */
export function shownRows(layout: LaneLayout, lanes: LaneColumns, lane: number): number {
  return layout.collapsed[lane] ? 1 : Math.max(1, lanes.rows[lane] ?? 1);
}

/** Where a row stands, or null while its lane is hidden, collapsed over it, or the row is empty. */
export function rowPlace(layout: LaneLayout, lane: number, row: number): RowPlace | null {
  const place = layout.placeOf[lane] ?? -1;
  const empty = layout.empty[lane] ?? 0;
  if (place < 0 || (row > 0 && layout.collapsed[lane]) || (row < skippable && empty & (1 << row))) return null;
  const y = layout.top[place] ?? 0;
  const { heights } = layout;
  if (row === 0) return { lane, row, y, height: heights.lane };
  const above = row - 1 - bitsBelow(empty, row);
  return { lane, row, y: y + heights.lane + above * heights.nested, height: heights.nested };
}

/** The row at this y, or null in the air between lanes. */
export function rowAt(layout: LaneLayout, lanes: LaneColumns, y: number): RowPlace | null {
  const place = lanePlaceAt(layout, y);
  const lane = layout.lanes[place];
  if (lane === undefined || y < 0 || y >= layout.height) return null;
  const inside = y - (layout.top[place] ?? 0);
  if (inside < layout.heights.lane) return rowPlace(layout, lane, 0);
  const empty = layout.empty[lane] ?? 0;
  let row = 1 + Math.floor((inside - layout.heights.lane) / layout.heights.nested);
  for (let skipped = 1; skipped < skippable && skipped <= row; skipped++) if (empty & (1 << skipped)) row++;
  return row < shownRows(layout, lanes, lane) ? rowPlace(layout, lane, row) : null;
}

function bitsBelow(bits: number, row: number): number {
  let count = 0;
  for (let bit = 1; bit < Math.min(row, skippable); bit++) if (bits & (1 << bit)) count++;
  return count;
}

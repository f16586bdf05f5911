/**
 * Where lanes stand, top to bottom: a lane, its packed rows, then its child lanes; a collapsed lane is one row.
 *
 * Of the first rows, which a projection keeps for turns, model calls or waits, those that nobody uses take no room.
 * Cost is one pass over the lanes. y is counted in CSS pixels from the top of the content, not of the view.
 */

import type { LaneColumns } from '../../runtime/trace/timeline/columns.ts';

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

const skippable = 31;

export interface RowPlace {
  readonly lane: number;
  readonly row: number;
  readonly y: number;
  readonly height: number;
}

export function layoutLanes(
  lanes: LaneColumns,
  heights: RowHeights,
  isCollapsed: (lane: number) => boolean,
  isUsed: (lane: number, row: number) => boolean = () => true,
  isShown: (lane: number) => boolean = () => true,
): LaneLayout {
  const { count } = lanes;
  const { firstChild, nextSibling, roots } = family(lanes);
  const order = new Int32Array(count);
  const depth = new Uint8Array(count);
  const top = new Float64Array(count + 1);
  const placeOf = new Int32Array(count).fill(-1);
  const collapsed = new Uint8Array(count);
  const hasChildren = new Uint8Array(count);
  const empty = new Int32Array(count);
  let placed = 0;
  let y = 0;
  const stack: number[] = [];
  const depths: number[] = [];
  const pushChain = (first: number, level: number) => {
    const chain: number[] = [];
    for (let lane = first; lane >= 0; lane = nextSibling[lane] ?? -1) chain.push(lane);
    for (const lane of chain.reverse()) {
      stack.push(lane);
      depths.push(level);
    }
  };
  pushChain(roots, 0);
  for (let lane = stack.pop(); lane !== undefined; lane = stack.pop()) {
    const level = depths.pop() ?? 0;
    if (!isShown(lane)) continue;
    const child = firstChild[lane] ?? -1;
    const allRows = Math.max(1, lanes.rows[lane] ?? 1);
    let rows = allRows;
    for (let row = 1; row < Math.min(allRows, skippable); row++) {
      if (isUsed(lane, row)) continue;
      empty[lane] = (empty[lane] ?? 0) | (1 << row);
      rows--;
    }
    hasChildren[lane] = child >= 0 || rows > 1 ? 1 : 0;
    collapsed[lane] = hasChildren[lane] && isCollapsed(lane) ? 1 : 0;
    order[placed] = lane;
    depth[placed] = Math.min(level, 255);
    top[placed] = y;
    placeOf[lane] = placed;
    placed++;
    y += heights.lane + (collapsed[lane] ? 0 : (rows - 1) * heights.nested) + heights.gap;
    if (child >= 0 && !collapsed[lane]) pushChain(child, level + 1);
  }
  top[placed] = y;
  return {
    heights,
    lanes: order.subarray(0, placed),
    depth: depth.subarray(0, placed),
    top: top.subarray(0, placed + 1),
    placeOf,
    collapsed,
    hasChildren,
    empty,
    height: y,
  };
}

/** Chains of children in table order. A lane whose parent is missing or comes later counts as a root. */
function family(lanes: LaneColumns): { firstChild: Int32Array; nextSibling: Int32Array; roots: number } {
  const { count, parent } = lanes;
  const firstChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  let roots = -1;
  for (let lane = count - 1; lane >= 0; lane--) {
    const above = parent[lane] ?? -1;
    if (above >= 0 && above < lane) {
      nextSibling[lane] = firstChild[above] ?? -1;
      firstChild[above] = lane;
    } else {
      nextSibling[lane] = roots;
      roots = lane;
    }
  }
  return { firstChild, nextSibling, roots };
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

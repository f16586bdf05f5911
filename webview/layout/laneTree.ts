/**
 * Lanes in the order in which they stand, with what of their place does not depend on the window: made once per change
 * of the data, so that moving the window only picks from it.
 *
 * Of the first rows, which a projection keeps for turns, model calls or waits, those that nobody uses take no room.
 */

import type { LaneColumns } from '../../runtime/trace/timeline/columns.ts';

/** Rows that can be left out when they are empty: the first so many. */
export const skippable = 31;

export interface LaneTree {
  /** Every lane, each before its children. */
  readonly lanes: Int32Array;
  /** Aligned with `lanes`. */
  readonly depth: Uint8Array;
  /** Aligned with `lanes`: where the next lane stands that is not below this one. */
  readonly after: Int32Array;
  /** By lane: how many rows take room, at least 1. */
  readonly rows: Int32Array;
  readonly hasChildren: Uint8Array;
  /** By lane, bit r: row r is empty and takes no room (first 31 rows only). */
  readonly empty: Int32Array;
}

export function laneTree(lanes: LaneColumns, isUsed: (lane: number, row: number) => boolean): LaneTree {
  const { count } = lanes;
  const { firstChild, nextSibling, above, root } = family(lanes);
  const order = new Int32Array(count);
  const depth = new Uint8Array(count);
  const after = new Int32Array(count);
  const placeOf = new Int32Array(count);
  let placed = 0;
  let level = 0;
  let lane = root;
  while (lane >= 0) {
    order[placed] = lane;
    depth[placed] = Math.min(level, 255);
    placeOf[lane] = placed;
    placed++;
    const child = firstChild[lane] ?? -1;
    if (child >= 0) {
      lane = child;
      level++;
      continue;
    }
    // Up until somebody has a sibling; whoever is left on the way ends here.
    for (;;) {
      after[placeOf[lane] ?? 0] = placed;
      const next = nextSibling[lane] ?? -1;
      if (next >= 0) {
        lane = next;
        break;
      }
      lane = above[lane] ?? -1;
      level--;
      if (lane < 0) break;
    }
  }
  const rows = new Int32Array(count);
  const hasChildren = new Uint8Array(count);
  const empty = new Int32Array(count);
  for (let each = 0; each < count; each++) {
    const all = Math.max(1, lanes.rows[each] ?? 1);
    let used = all;
    for (let row = 1; row < Math.min(all, skippable); row++) {
      if (isUsed(each, row)) continue;
      empty[each] = (empty[each] ?? 0) | (1 << row);
      used--;
    }
    rows[each] = used;
    hasChildren[each] = (firstChild[each] ?? -1) >= 0 || used > 1 ? 1 : 0;
  }
  return { lanes: order, depth, after, rows, hasChildren, empty };
}

/** Chains of children in table order. A lane whose parent is missing or comes later counts as a root. */
function family(lanes: LaneColumns) {
  const { count, parent } = lanes;
  const firstChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  const above = new Int32Array(count).fill(-1);
  let root = -1;
  for (let lane = count - 1; lane >= 0; lane--) {
    const named = parent[lane] ?? -1;
    if (named >= 0 && named < lane) {
      above[lane] = named;
      nextSibling[lane] = firstChild[named] ?? -1;
      firstChild[named] = lane;
    } else {
      nextSibling[lane] = root;
      root = lane;
    }
  }
  return { firstChild, nextSibling, above, root };
}

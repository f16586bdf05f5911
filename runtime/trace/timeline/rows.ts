/**
 * Rows of one lane, and which of them is free.
 *
 * A row is given again only to the group it was opened for (turns never mix with calls), and only when its last span
 * ended both earlier in the log (by sequence number) and no later by the clock. Sequence numbers make the choice the
 * same whether the end is known in advance or not; the clock keeps the drawing free of overlaps when it jumped back.
 * Costs: O(log rows) per span.
 */

import { Heap } from './heap.ts';

/** Rows blocked by a clock that jumped back are looked past only so far; then a new row is opened. */
const LOOK_PAST = 8;

class Group {
  readonly free = new Heap();
  readonly busy = new Heap();
}

export class LaneRows {
  count: number;
  /** Last span of each row, or -1. */
  readonly last: number[];
  readonly #groups: Group[] = [];
  readonly #endOf: (span: number) => number;

  /** `reserved[g]` is the first row of group g, kept for it from the start. */
  constructor(reserved: readonly number[], endOf: (span: number) => number) {
    this.#endOf = endOf;
    this.count = Math.max(0, ...reserved.map(row => row + 1));
    this.last = new Array<number>(this.count).fill(-1);
    for (const row of reserved) {
      const group = new Group();
      group.free.push(row, row);
      this.#groups.push(group);
    }
  }

  /** The lowest row of `group` free for a span that starts at `start` (ms) as event `seq`; opens one if none is. */
  take(group: number, start: number, seq: number): number {
    const { free, busy } = this.#group(group);
    while (busy.firstKey < seq) {
      const row = busy.pop();
      free.push(row, row);
    }
    const blocked: number[] = [];
    let found = -1;
    while (free.size > 0 && blocked.length < LOOK_PAST) {
      const row = free.pop();
      const last = this.last[row] ?? -1;
      if (last < 0 || this.#endOf(last) <= start) {
        found = row;
        break;
      }
      blocked.push(row);
    }
    for (const row of blocked) free.push(row, row);
    if (found >= 0) return found;
    this.last.push(-1);
    return this.count++;
  }

  /** The span on `row` ended as event `seq`: the row is free for what comes later. Once per span. */
  release(group: number, row: number, seq: number): void {
    this.#group(group).busy.push(seq, row);
  }

  #group(index: number): Group {
    const group = this.#groups[index];
    if (group) return group;
    const made = new Group();
    this.#groups[index] = made;
    return made;
  }
}

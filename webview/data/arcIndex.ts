/**
 * The arcs that begin or end at a span, as chains through two arrays: O(1) to add, O(arcs of the span) to read.
 */

import type { ArcColumns } from '../../runtime/trace/timeline/columns.ts';

export class ArcIndex {
  private headFrom = new Int32Array(0);
  private headTo = new Int32Array(0);
  private nextFrom = new Int32Array(0);
  private nextTo = new Int32Array(0);
  private seen = 0;

  update(arcs: ArcColumns, spanCount: number): void {
    this.headFrom = widened(this.headFrom, spanCount);
    this.headTo = widened(this.headTo, spanCount);
    this.nextFrom = widened(this.nextFrom, arcs.count);
    this.nextTo = widened(this.nextTo, arcs.count);
    // Chains hold arc + 1, so that 0 ends them and fresh room needs no filling.
    for (let arc = this.seen; arc < arcs.count; arc++) {
      const from = arcs.from[arc] ?? -1;
      const to = arcs.to[arc] ?? -1;
      if (from < 0 || from >= spanCount || to < 0 || to >= spanCount) continue;
      this.nextFrom[arc] = this.headFrom[from] ?? 0;
      this.headFrom[from] = arc + 1;
      this.nextTo[arc] = this.headTo[to] ?? 0;
      this.headTo[to] = arc + 1;
    }
    this.seen = arcs.count;
  }

  eachFrom(span: number, visit: (arc: number) => void): void {
    for (let arc = this.headFrom[span] ?? 0; arc > 0; arc = this.nextFrom[arc - 1] ?? 0) visit(arc - 1);
  }

  eachTo(span: number, visit: (arc: number) => void): void {
    for (let arc = this.headTo[span] ?? 0; arc > 0; arc = this.nextTo[arc - 1] ?? 0) visit(arc - 1);
  }
}

function widened(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const wider = new Int32Array(Math.max(length, Math.floor(array.length * 1.5)));
  wider.set(array);
  return wider;
}

/**
 * From when to when anything happens in each lane or below it. Grows with the table: each span is looked at once, and
 * once more when its end becomes known.
 */

import type { TimelineData } from './timelineData.ts';

export class LaneExtents {
  private from = new Float64Array(0);
  private to = new Float64Array(0);
  private seen = 0;
  private readonly open = new Set<number>();
  private seenMarks = 0;

  update(data: TimelineData): void {
    const { lanes, spans, marks } = data;
    if (this.from.length < lanes.count) this.widen(lanes.count);
    for (const span of this.open) {
      if (!Number.isFinite(spans.end[span] ?? 0)) continue;
      this.open.delete(span);
      this.cover(data, spans.lane[span] ?? -1, spans.start[span] ?? 0, spans.end[span] ?? 0);
    }
    for (let span = this.seen; span < spans.count; span++) {
      const end = spans.end[span] ?? 0;
      if (Number.isFinite(end)) this.cover(data, spans.lane[span] ?? -1, spans.start[span] ?? 0, end);
      else this.open.add(span);
    }
    for (let mark = this.seenMarks; mark < marks.count; mark++) {
      const at = marks.at[mark] ?? 0;
      this.cover(data, marks.lane[mark] ?? -1, at, at);
    }
    this.seen = spans.count;
    this.seenMarks = marks.count;
  }

  /** Lanes in which something lies between the two times (ms), themselves or below them; 1 is yes. */
  touching(data: TimelineData, fromMs: number, toMs: number): Uint8Array {
    const { lanes, spans } = data;
    const touched = new Uint8Array(lanes.count);
    for (let lane = 0; lane < lanes.count; lane++) {
      if ((this.from[lane] ?? Number.POSITIVE_INFINITY) <= toMs && (this.to[lane] ?? 0) >= fromMs) touched[lane] = 1;
    }
    for (const span of this.open) {
      if (!((spans.start[span] ?? 0) <= toMs)) continue;
      this.upwards(data, spans.lane[span] ?? -1, lane => {
        touched[lane] = 1;
      });
    }
    return touched;
  }

  private cover(data: TimelineData, lane: number, from: number, to: number): void {
    this.upwards(data, lane, each => {
      if (from < (this.from[each] ?? 0)) this.from[each] = from;
      if (to > (this.to[each] ?? 0)) this.to[each] = to;
    });
  }

  private upwards({ lanes }: TimelineData, lane: number, visit: (lane: number) => void): void {
    // Parents come before their children; anything else would be a circle.
    for (let each = lane; each >= 0 && each < lanes.count; ) {
      visit(each);
      const parent = lanes.parent[each] ?? -1;
      if (parent >= each) return;
      each = parent;
    }
  }

  private widen(count: number): void {
    const length = Math.max(count, Math.floor(this.from.length * 1.5));
    const from = new Float64Array(length).fill(Number.POSITIVE_INFINITY);
    const to = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
    from.set(this.from);
    to.set(this.to);
    this.from = from;
    this.to = to;
  }
}

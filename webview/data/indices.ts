/**
 * The indices over one timeline, kept in step with it: all shown spans, the failed ones, marks, arcs.
 */

import { SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import { ArcIndex } from './arcIndex.ts';
import { type KindGroup, kindGroup } from './kindGroups.ts';
import { LaneExtents } from './laneExtents.ts';
import { RowIndex } from './rowIndex.ts';
import type { TimelineData } from './timelineData.ts';

export class Indices {
  spans: RowIndex;
  failed: RowIndex;
  marks: RowIndex;
  arcs = new ArcIndex();
  extents = new LaneExtents();
  private readonly data: TimelineData;
  private hidden: ReadonlySet<KindGroup> = new Set();
  private generation = -1;
  private failures = 0;
  /** Does anything run but threads and turns, which only hold the rest? */
  busy = false;

  constructor(data: TimelineData) {
    this.data = data;
    this.spans = this.spanIndex();
    this.failed = this.failedIndex();
    this.marks = this.markIndex();
  }

  /** Is this span neither filtered out nor missing? */
  shows(span: number): boolean {
    const group = kindGroup(this.data.spans.kind[span] ?? 255);
    return group === null || !this.hidden.has(group);
  }

  update(): void {
    const { lanes, spans, marks, arcs, generation } = this.data;
    if (generation !== this.generation) this.begin(generation);
    this.spans.update(lanes, spans);
    this.marks.update(lanes, marks);
    this.arcs.update(arcs, spans.count);
    this.extents.update(this.data);
    // Patches may turn a span seen long ago into a failed one; only the count tells cheaply.
    const failures = this.lookAtStates();
    if (failures !== this.failures) this.failed = this.failedIndex();
    this.failures = failures;
    this.failed.update(lanes, spans);
  }

  hide(groups: ReadonlySet<KindGroup>): void {
    this.hidden = groups;
    this.spans = this.spanIndex();
    this.failed = this.failedIndex();
    this.spans.update(this.data.lanes, this.data.spans);
    this.failed.update(this.data.lanes, this.data.spans);
  }

  private begin(generation: number): void {
    this.generation = generation;
    this.spans = this.spanIndex();
    this.failed = this.failedIndex();
    this.marks = this.markIndex();
    this.arcs = new ArcIndex();
    this.extents = new LaneExtents();
  }

  private lookAtStates(): number {
    const { status, kind, count } = this.data.spans;
    let failures = 0;
    this.busy = false;
    for (let span = 0; span < count; span++) {
      if (status[span] === SpanStatus.failed) failures++;
      else if (status[span] === SpanStatus.running && (kind[span] ?? 0) > SpanKind.turn) this.busy = true;
    }
    return failures;
  }

  private spanIndex(): RowIndex {
    return new RowIndex(span => this.shows(span));
  }

  private failedIndex(): RowIndex {
    return new RowIndex(span => this.data.spans.status[span] === SpanStatus.failed && this.shows(span));
  }

  private markIndex(): RowIndex {
    return new RowIndex(
      () => true,
      mark => this.data.marks.at[mark] ?? 0,
    );
  }
}

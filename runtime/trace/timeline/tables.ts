/**
 * The tables behind a timeline, and what of them has been handed out already.
 *
 * Invariants: rows are only appended; a change to a row that was handed out is remembered as a patch; a span never
 * reaches into the next one of its row.
 * Leaves out what rows mean: that is the projection's.
 */

import type { Column, TypedArray } from './column.ts';
import { float64, int32, uint8 } from './column.ts';
import type {
  ArcKind,
  EntityKind,
  FoldColumns,
  LaneKind,
  MarkKind,
  SpanKind,
  SpanStatus,
  TimelineDelta,
  TimelinePatches,
} from './columns.ts';
import { EntityList } from './entities.ts';
import { SpreadMap } from './spreadMap.ts';

type Frame = Pick<TimelineDelta, 'version' | 'originMs' | 'endMs' | 'live'> & { readonly folds: FoldColumns };

/** How many rows of each table a page has. */
interface Sent {
  strings: number;
  entities: number;
  lanes: number;
  spans: number;
  marks: number;
  arcs: number;
}
const nothing: Sent = { strings: 0, entities: 0, lanes: 0, spans: 0, marks: 0, arcs: 0 };

export class Tables {
  readonly #strings: string[] = [];
  readonly #stringIndex = new SpreadMap<number>();
  readonly #entities = new EntityList();

  readonly laneParent = int32();
  readonly laneKind = uint8();
  readonly laneLabel = int32();
  readonly laneEntity = int32();
  readonly laneRows = int32();

  readonly spanStart = float64();
  readonly spanEnd = float64();
  readonly spanLane = int32();
  readonly spanRow = int32();
  readonly spanKind = uint8();
  readonly spanStatus = uint8();
  readonly spanLabel = int32();
  readonly spanEntity = int32();
  /** The next span of the same row, or -1: the wall this one may not grow through. */
  readonly #spanNext = int32();

  readonly #markAt = float64();
  readonly #markKind = uint8();
  readonly #markLane = int32();
  readonly #markRow = int32();
  readonly #markLabel = int32();
  readonly #markEntity = int32();

  readonly #arcKind = uint8();
  readonly #arcFrom = int32();
  readonly #arcTo = int32();

  #sent: Sent = { ...nothing };
  readonly #changedLanes = new Set<number>();
  readonly #changedSpans = new Set<number>();
  readonly #changedMarks = new Set<number>();

  string(text: string): number {
    const known = this.#stringIndex.get(text);
    if (known !== undefined) return known;
    const index = this.#strings.push(text) - 1;
    this.#stringIndex.set(text, index);
    return index;
  }

  entity(kind: EntityKind, id: string): number {
    return this.#entities.add(kind, id);
  }

  /**
   * Makes room for so many spans and objects, and for a lane and a mark for each cell; a column with each step. To double
   * all columns of a table at once takes long, and longer still in a heap that is being collected.
   */
  *expect(spans: number, cells: number): Generator<void, void, undefined> {
    const { spanStart, spanEnd, spanLane, spanRow, spanKind, spanStatus, spanLabel, spanEntity } = this;
    const ofSpans = [
      spanStart,
      spanEnd,
      spanLane,
      spanRow,
      spanKind,
      spanStatus,
      spanLabel,
      spanEntity,
      this.#spanNext,
    ];
    const { laneParent, laneKind, laneLabel, laneEntity, laneRows } = this;
    const ofLanes = [laneParent, laneKind, laneLabel, laneEntity, laneRows];
    const ofMarks = [this.#markAt, this.#markKind, this.#markLane, this.#markRow, this.#markLabel, this.#markEntity];
    for (const column of ofSpans) {
      column.reserve(spans);
      yield;
    }
    for (const column of [...ofLanes, ...ofMarks]) column.reserve(cells);
    this.#entities.expect(spans);
    yield;
  }

  /** Makes room for so many more arcs. */
  expectArcs(more: number): void {
    for (const column of [this.#arcKind, this.#arcFrom, this.#arcTo]) column.reserve(column.length + more);
  }

  addLane(parent: number, kind: LaneKind, label: number, entity: number, rows: number): number {
    const lane = this.laneParent.length;
    this.laneParent.push(parent);
    this.laneKind.push(kind);
    this.laneLabel.push(label);
    this.laneEntity.push(entity);
    this.laneRows.push(rows);
    return lane;
  }

  setLaneRows(lane: number, rows: number): void {
    this.#setLane(this.laneRows, lane, rows);
  }

  setLaneLabel(lane: number, label: number): void {
    this.#setLane(this.laneLabel, lane, label);
  }

  /** `before` is the span that ends the row so far, or -1. Times are ms since origin, `end` `Infinity` while open. */
  addSpan(
    start: number,
    end: number,
    lane: number,
    row: number,
    kind: SpanKind,
    status: SpanStatus,
    label: number,
    entity: number,
    before: number,
  ): number {
    const span = this.spanStart.length;
    this.spanStart.push(start);
    this.spanEnd.push(Math.max(start, end));
    this.spanLane.push(lane);
    this.spanRow.push(row);
    this.spanKind.push(kind);
    this.spanStatus.push(status);
    this.spanLabel.push(label);
    this.spanEntity.push(entity);
    this.#spanNext.push(-1);
    if (before >= 0) {
      this.#spanNext.set(before, span);
      if (this.spanEnd.at(before) > start) this.setSpanEnd(before, start);
    }
    return span;
  }

  setSpanEnd(span: number, end: number): void {
    const next = this.#spanNext.at(span);
    const wall = next < 0 ? Number.POSITIVE_INFINITY : this.spanStart.at(next);
    this.#setSpan(this.spanEnd, span, Math.max(this.spanStart.at(span), Math.min(end, wall)));
  }

  setSpanStatus(span: number, status: SpanStatus): void {
    this.#setSpan(this.spanStatus, span, status);
  }

  setSpanLabel(span: number, label: number): void {
    this.#setSpan(this.spanLabel, span, label);
  }

  addMark(at: number, kind: MarkKind, lane: number, row: number, label: number, entity: number): number {
    this.#markAt.push(at);
    this.#markKind.push(kind);
    this.#markLane.push(lane);
    this.#markRow.push(row);
    this.#markLabel.push(label);
    this.#markEntity.push(entity);
    return this.#markAt.length - 1;
  }

  setMarkLabel(mark: number, label: number): void {
    if (this.#markLabel.at(mark) === label) return;
    this.#markLabel.set(mark, label);
    if (mark < this.#sent.marks) this.#changedMarks.add(mark);
  }

  addArc(kind: ArcKind, from: number, to: number): void {
    this.#arcKind.push(kind);
    this.#arcFrom.push(from);
    this.#arcTo.push(to);
  }

  /** True when `take` would hand out something. */
  get changed(): boolean {
    const { lanes, spans, marks, arcs } = this.#sent;
    return (
      this.#changedLanes.size + this.#changedSpans.size + this.#changedMarks.size > 0 ||
      this.laneParent.length > lanes ||
      this.spanStart.length > spans ||
      this.#markAt.length > marks ||
      this.#arcKind.length > arcs
    );
  }

  /** What is new since the last `take`. */
  take(frame: Frame): TimelineDelta {
    const delta = this.#rows(this.#sent, this.#counts(), this.#patches(), false, frame);
    this.skip();
    return delta;
  }

  /** As if what is new had been taken. */
  skip(): void {
    this.#sent = this.#counts();
    this.#changedLanes.clear();
    this.#changedSpans.clear();
    this.#changedMarks.clear();
  }

  /** Everything handed out so far, as if it came at once; in views, which go on changing with the tables. */
  replay(frame: Frame): TimelineDelta {
    return this.#rows(nothing, this.#sent, noPatches(), true, frame);
  }

  #counts(): Sent {
    return {
      strings: this.#strings.length,
      entities: this.#entities.length,
      lanes: this.laneParent.length,
      spans: this.spanStart.length,
      marks: this.#markAt.length,
      arcs: this.#arcKind.length,
    };
  }

  #setLane(column: Column<Int32Array>, lane: number, value: number): void {
    if (column.at(lane) === value) return;
    column.set(lane, value);
    if (lane < this.#sent.lanes) this.#changedLanes.add(lane);
  }

  #setSpan(column: Column<Int32Array> | Column<Float64Array> | Column<Uint8Array>, span: number, value: number): void {
    if (column.at(span) === value) return;
    column.set(span, value);
    if (span < this.#sent.spans) this.#changedSpans.add(span);
  }

  #patches(): TimelinePatches {
    const lane = Int32Array.from(this.#changedLanes);
    const span = Int32Array.from(this.#changedSpans);
    return {
      lane,
      laneRows: lane.map(index => this.laneRows.at(index)),
      laneLabel: lane.map(index => this.laneLabel.at(index)),
      span,
      spanEnd: Float64Array.from(span, index => this.spanEnd.at(index)),
      spanStatus: Uint8Array.from(span, index => this.spanStatus.at(index)),
      spanLabel: span.map(index => this.spanLabel.at(index)),
      ...this.#markPatches(),
    };
  }

  #markPatches(): Pick<TimelinePatches, 'mark' | 'markLabel'> {
    if (this.#changedMarks.size === 0) return {};
    const mark = Int32Array.from(this.#changedMarks);
    return { mark, markLabel: mark.map(index => this.#markLabel.at(index)) };
  }

  #rows(from: Sent, to: Sent, patches: TimelinePatches, reset: boolean, frame: Frame): TimelineDelta {
    const part = <A extends TypedArray>(column: Column<A>, begin: number, end: number): A =>
      reset ? column.view(begin, end) : column.copy(begin, end);
    return {
      version: frame.version,
      reset,
      originMs: frame.originMs,
      endMs: frame.endMs,
      live: frame.live,
      strings: this.#strings.slice(from.strings, to.strings),
      entities: reset ? this.#entities.view(to.entities) : this.#entities.columns(from.entities, to.entities),
      lanes: {
        count: to.lanes - from.lanes,
        parent: part(this.laneParent, from.lanes, to.lanes),
        kind: part(this.laneKind, from.lanes, to.lanes),
        label: part(this.laneLabel, from.lanes, to.lanes),
        entity: part(this.laneEntity, from.lanes, to.lanes),
        rows: part(this.laneRows, from.lanes, to.lanes),
      },
      spans: {
        count: to.spans - from.spans,
        start: part(this.spanStart, from.spans, to.spans),
        end: part(this.spanEnd, from.spans, to.spans),
        lane: part(this.spanLane, from.spans, to.spans),
        row: part(this.spanRow, from.spans, to.spans),
        kind: part(this.spanKind, from.spans, to.spans),
        status: part(this.spanStatus, from.spans, to.spans),
        label: part(this.spanLabel, from.spans, to.spans),
        entity: part(this.spanEntity, from.spans, to.spans),
      },
      marks: {
        count: to.marks - from.marks,
        at: part(this.#markAt, from.marks, to.marks),
        kind: part(this.#markKind, from.marks, to.marks),
        lane: part(this.#markLane, from.marks, to.marks),
        row: part(this.#markRow, from.marks, to.marks),
        label: part(this.#markLabel, from.marks, to.marks),
        entity: part(this.#markEntity, from.marks, to.marks),
      },
      arcs: {
        count: to.arcs - from.arcs,
        kind: part(this.#arcKind, from.arcs, to.arcs),
        from: part(this.#arcFrom, from.arcs, to.arcs),
        to: part(this.#arcTo, from.arcs, to.arcs),
      },
      folds: frame.folds,
      patches,
    };
  }
}

function noPatches(): TimelinePatches {
  return {
    lane: new Int32Array(),
    laneRows: new Int32Array(),
    laneLabel: new Int32Array(),
    span: new Int32Array(),
    spanEnd: new Float64Array(),
    spanStatus: new Uint8Array(),
    spanLabel: new Int32Array(),
  };
}

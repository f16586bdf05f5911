/**
 * Where the projection puts things: lanes with their rows, spans on them, and the clock of the whole.
 *
 * Invariants: a span is released for its row only when its recorded end is known; a span without a recorded end that
 * belongs to something that is over (a nested call of an ended cell, a call of an ended turn) is drawn as cancelled at
 * that end, until its own end turns up.
 */

import type { ExecutionWindow, Graph } from '../model.ts';
import { BusyTime } from './busyTime.ts';
import { uint8 } from './column.ts';
import type { LaneKind } from './columns.ts';
import { MarkKind, type SpanKind, SpanStatus } from './columns.ts';
import { spanStatus } from './labels.ts';
import { LaneRows } from './rows.ts';
import { Tables } from './tables.ts';

/** What was said of a span already, so that nothing is marked twice; `active`: while open, something is happening. */
export const Said = {
  ended: 1,
  failure: 2,
  answered: 4,
  yielded: 8,
  over: 16,
  promised: 32,
  arc: 64,
  active: 128,
} as const;

/** The part of an execution window that a span needs; `ended_seq` null with an end given means: never reuse the row. */
export type Window = Pick<ExecutionWindow, 'started_at_unix_ms' | 'started_seq' | 'ended_at_unix_ms' | 'ended_seq'>;

const open = Number.POSITIVE_INFINITY;

export class Stage {
  readonly tables = new Tables();
  readonly busy = new BusyTime();
  /** Latest moment known, ms since origin. */
  endMs = 0;
  readonly graph: Graph;
  readonly originMs: number;
  readonly #rows: LaneRows[] = [];
  readonly #said = uint8();
  /** Open spans that count as something happening. */
  readonly #active = new Set<number>();
  /** Spans without a recorded end, by the cell or turn they cannot outlive. */
  readonly #owned = new Map<string, Set<number>>();

  readonly #cutting = new Map<string, Window>();

  constructor(graph: Graph) {
    this.graph = graph;
    this.originMs = graph.started_at_unix_ms;
  }

  /** ms since origin. */
  time(unixMs: number): number {
    return unixMs - this.originMs;
  }

  addLane(parent: number, kind: LaneKind, name: string, entity: number, reserved: readonly number[]): number {
    const rows = new LaneRows(reserved, span => this.tables.spanEnd.at(span));
    this.#rows.push(rows);
    return this.tables.addLane(parent, kind, this.tables.string(name), entity, rows.count);
  }

  /** Puts a span on the lowest free row of its group. `active`: while it is open, something is happening. */
  place(
    lane: number,
    group: number,
    kind: SpanKind,
    window: Window,
    status: SpanStatus,
    label: string,
    entity: number,
    active: boolean,
  ): number {
    const rows = this.#rows[lane] as LaneRows;
    const start = this.time(window.started_at_unix_ms);
    const row = rows.take(group, start, window.started_seq);
    const before = rows.last[row] ?? -1;
    const span = this.tables.addSpan(start, open, lane, row, kind, status, this.tables.string(label), entity, before);
    rows.last[row] = span;
    if (rows.count > this.tables.laneRows.at(lane)) this.tables.setLaneRows(lane, rows.count);
    this.#said.push(0);
    this.#happened(start);
    if (active && this.say(span, Said.active)) this.#active.add(span);
    this.follow(span, group, window, status);
    return span;
  }

  /** Brings a span up to its window: end, status, freedom of its row. True when its end was not known before. */
  follow(span: number, group: number, window: Window, status: SpanStatus): boolean {
    if (window.ended_at_unix_ms === null) {
      if (this.tables.spanEnd.at(span) === open) this.tables.setSpanStatus(span, status);
      return false;
    }
    const end = Math.max(this.tables.spanStart.at(span), this.time(window.ended_at_unix_ms));
    this.tables.setSpanEnd(span, end);
    this.tables.setSpanStatus(span, status);
    this.#settle(span, end);
    if (!this.say(span, Said.ended)) return false;
    if (window.ended_seq !== null) {
      const rows = this.#rows[this.tables.spanLane.at(span)] as LaneRows;
      rows.release(group, this.tables.spanRow.at(span), window.ended_seq);
    }
    return true;
  }

  /** True the first time it is asked for this span and this word. */
  say(span: number, word: number): boolean {
    const said = this.#said.at(span);
    if ((said & word) !== 0) return false;
    this.#said.set(span, said | word);
    return true;
  }

  ended(span: number): boolean {
    return (this.#said.at(span) & Said.ended) !== 0;
  }

  /** Ties a span without a recorded end to what it cannot outlive. */
  own(owner: string, window: Window | undefined, span: number): void {
    if (this.ended(span)) return;
    const spans = this.#owned.get(owner) ?? new Set();
    this.#owned.set(owner, spans.add(span));
    if (window) this.#cut(span, window);
  }

  disown(owner: string, span: number): void {
    const spans = this.#owned.get(owner);
    if (spans?.delete(span) && spans.size === 0) this.#owned.delete(owner);
  }

  /** The owner may be over. What has no end of its own ends with it, once every end of this step has been noted. */
  cutOwned(owner: string, window: Window): void {
    if (this.#owned.has(owner)) this.#cutting.set(owner, window);
  }

  /** A mark on the row of `span`, about the span's own object unless `about` names another. Returns its index. */
  mark(at: number, kind: MarkKind, span: number, label: string, about: number = span): number {
    const { tables } = this;
    return tables.addMark(
      at,
      kind,
      tables.spanLane.at(span),
      tables.spanRow.at(span),
      tables.string(label),
      tables.spanEntity.at(about),
    );
  }

  /** Marks a failed span at its end, once. */
  markFailure(span: number): void {
    const { tables } = this;
    if (!this.ended(span) || tables.spanStatus.at(span) !== SpanStatus.failed || !this.say(span, Said.failure)) return;
    this.mark(tables.spanEnd.at(span), MarkKind.failure, span, 'failed');
  }

  /** Something happened at this moment, whatever it was (ms since origin). */
  happenedAt(time: number): void {
    this.#happened(time);
  }

  /** After every end of this step has been noted: cuts what outlived its owner, lets the rest reach the present. */
  advance(): void {
    for (const [owner, window] of this.#cutting) {
      for (const span of this.#owned.get(owner) ?? []) this.#cut(span, window);
    }
    this.#cutting.clear();
    for (const span of this.#active) {
      const start = this.tables.spanStart.at(span);
      this.busy.add(start, Math.max(start, this.endMs));
    }
  }

  #happened(time: number): void {
    if (time > this.endMs) this.endMs = time;
    this.busy.add(time, time);
  }

  #settle(span: number, end: number): void {
    this.#active.delete(span);
    if ((this.#said.at(span) & Said.active) !== 0) this.busy.add(this.tables.spanStart.at(span), end);
    this.#happened(end);
  }

  #cut(span: number, window: Window): void {
    if (window.ended_at_unix_ms === null || this.ended(span)) return;
    const end = this.time(window.ended_at_unix_ms);
    if (end < this.tables.spanStart.at(span)) return;
    this.tables.setSpanEnd(span, end);
    this.tables.setSpanStatus(span, SpanStatus.cancelled);
    this.#settle(span, end);
  }
}

/** The status of an execution window as a span's. */
export function statusOf(window: ExecutionWindow): SpanStatus {
  return spanStatus(window.status);
}

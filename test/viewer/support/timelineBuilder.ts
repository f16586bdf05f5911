/**
 * Writes timeline deltas by hand: lanes, spans, marks and arcs with readable names, for tests that need no trace.
 *
 * `delta()` hands out what was added since the last call, as a host would.
 */

import {
  type ArcKind,
  type EntityKind,
  type EntityRef,
  LaneKind,
  type MarkKind,
  SpanKind,
  SpanStatus,
  type TimelineDelta,
} from '../../../runtime/trace/timeline/columns.ts';
import { entityColumns } from '../../../runtime/trace/timeline/entities.ts';

interface LaneRow {
  parent: number;
  kind: LaneKind;
  label: number;
  entity: number;
  rows: number;
}
interface SpanRow {
  start: number;
  end: number;
  lane: number;
  row: number;
  kind: SpanKind;
  status: SpanStatus;
  label: number;
  entity: number;
}
interface MarkRow {
  at: number;
  kind: MarkKind;
  lane: number;
  row: number;
  label: number;
  entity: number;
}
interface ArcRow {
  kind: ArcKind;
  from: number;
  to: number;
}

export interface SpanOptions {
  readonly row?: number;
  readonly status?: SpanStatus;
  readonly entity?: EntityRef;
}

const entityKinds: Record<SpanKind, EntityKind> = {
  [SpanKind.thread]: 'thread',
  [SpanKind.turn]: 'codex_turn',
  [SpanKind.inference]: 'inference_call',
  [SpanKind.cell]: 'code_cell',
  [SpanKind.nestedCall]: 'tool_call',
  [SpanKind.wait]: 'tool_call',
  [SpanKind.terminal]: 'terminal_operation',
  [SpanKind.directCall]: 'tool_call',
  [SpanKind.compaction]: 'compaction',
  [SpanKind.request]: 'inference_call',
};

export class TimelineBuilder {
  originMs = Date.UTC(2026, 4, 4, 9, 30, 0);
  endMs = 0;
  live = false;
  folds: [number, number][] = [];
  private readonly strings: string[] = [];
  private readonly stringAt = new Map<string, number>();
  private readonly entities: EntityRef[] = [];
  private readonly entityAt = new Map<string, number>();
  private readonly lanes: LaneRow[] = [];
  private readonly spans: SpanRow[] = [];
  private readonly marks: MarkRow[] = [];
  private readonly arcs: ArcRow[] = [];
  private readonly patchedLanes = new Set<number>();
  private readonly patchedSpans = new Set<number>();
  private sent = { strings: 0, entities: 0, lanes: 0, spans: 0, marks: 0, arcs: 0 };
  private version = 0;

  lane(kind: LaneKind, label: string, parent = -1, entity?: EntityRef): number {
    const ref = entity ?? { kind: kind === LaneKind.thread ? 'thread' : 'code_cell', id: label };
    this.lanes.push({ parent, kind, label: this.text(label), entity: this.entity(ref), rows: 1 });
    return this.lanes.length - 1;
  }

  /** `end` Infinity leaves it open. Returns the index of the span. */
  span(lane: number, kind: SpanKind, label: string, start: number, end: number, options: SpanOptions = {}): number {
    const row = options.row ?? 0;
    const status = options.status ?? (end === Number.POSITIVE_INFINITY ? SpanStatus.running : SpanStatus.completed);
    const entity = this.entity(options.entity ?? { kind: entityKinds[kind], id: `${label}@${start}` });
    this.spans.push({ start, end, lane, row, kind, status, label: this.text(label), entity });
    this.roomFor(lane, row);
    this.endMs = Math.max(this.endMs, start, Number.isFinite(end) ? end : 0);
    return this.spans.length - 1;
  }

  endSpan(span: number, end: number, status: SpanStatus = SpanStatus.completed): void {
    const row = this.spans[span];
    if (!row) throw new Error(`no span ${span}`);
    row.end = end;
    row.status = status;
    this.endMs = Math.max(this.endMs, end);
    if (span < this.sent.spans) this.patchedSpans.add(span);
  }

  mark(lane: number, kind: MarkKind, label: string, at: number, row = 0): number {
    const entity = this.lanes[lane]?.entity ?? -1;
    this.marks.push({ at, kind, lane, row, label: this.text(label), entity });
    this.endMs = Math.max(this.endMs, at);
    return this.marks.length - 1;
  }

  arc(kind: ArcKind, from: number, to: number): void {
    this.arcs.push({ kind, from, to });
  }

  /** Everything new since the last call; `whole` starts over with a reset. */
  delta(whole = false): TimelineDelta {
    if (whole || this.version === 0) this.sent = { strings: 0, entities: 0, lanes: 0, spans: 0, marks: 0, arcs: 0 };
    const reset = whole || this.version === 0;
    const lanes = this.lanes.slice(this.sent.lanes);
    const spans = this.spans.slice(this.sent.spans);
    const marks = this.marks.slice(this.sent.marks);
    const arcs = this.arcs.slice(this.sent.arcs);
    const laneIds = reset ? [] : [...this.patchedLanes].filter(lane => lane < this.sent.lanes);
    const spanIds = reset ? [] : [...this.patchedSpans];
    this.version++;
    const delta: TimelineDelta = {
      version: this.version,
      reset,
      originMs: this.originMs,
      endMs: this.endMs,
      live: this.live,
      strings: this.strings.slice(this.sent.strings),
      entities: entityColumns(this.entities.slice(this.sent.entities)),
      lanes: {
        count: lanes.length,
        parent: Int32Array.from(lanes, lane => lane.parent),
        kind: Uint8Array.from(lanes, lane => lane.kind),
        label: Int32Array.from(lanes, lane => lane.label),
        entity: Int32Array.from(lanes, lane => lane.entity),
        rows: Int32Array.from(lanes, lane => lane.rows),
      },
      spans: {
        count: spans.length,
        start: Float64Array.from(spans, span => span.start),
        end: Float64Array.from(spans, span => span.end),
        lane: Int32Array.from(spans, span => span.lane),
        row: Int32Array.from(spans, span => span.row),
        kind: Uint8Array.from(spans, span => span.kind),
        status: Uint8Array.from(spans, span => span.status),
        label: Int32Array.from(spans, span => span.label),
        entity: Int32Array.from(spans, span => span.entity),
      },
      marks: {
        count: marks.length,
        at: Float64Array.from(marks, mark => mark.at),
        kind: Uint8Array.from(marks, mark => mark.kind),
        lane: Int32Array.from(marks, mark => mark.lane),
        row: Int32Array.from(marks, mark => mark.row),
        label: Int32Array.from(marks, mark => mark.label),
        entity: Int32Array.from(marks, mark => mark.entity),
      },
      arcs: {
        count: arcs.length,
        kind: Uint8Array.from(arcs, arc => arc.kind),
        from: Int32Array.from(arcs, arc => arc.from),
        to: Int32Array.from(arcs, arc => arc.to),
      },
      folds: {
        count: this.folds.length,
        start: Float64Array.from(this.folds, fold => fold[0]),
        end: Float64Array.from(this.folds, fold => fold[1]),
      },
      patches: {
        lane: Int32Array.from(laneIds),
        laneRows: Int32Array.from(laneIds, lane => this.lanes[lane]?.rows ?? 1),
        span: Int32Array.from(spanIds),
        spanEnd: Float64Array.from(spanIds, span => this.spans[span]?.end ?? 0),
        spanStatus: Uint8Array.from(spanIds, span => this.spans[span]?.status ?? 0),
        spanLabel: Int32Array.from(spanIds, span => this.spans[span]?.label ?? 0),
      },
    };
    this.sent = {
      strings: this.strings.length,
      entities: this.entities.length,
      lanes: this.lanes.length,
      spans: this.spans.length,
      marks: this.marks.length,
      arcs: this.arcs.length,
    };
    this.patchedLanes.clear();
    this.patchedSpans.clear();
    return delta;
  }

  private text(text: string): number {
    const known = this.stringAt.get(text);
    if (known !== undefined) return known;
    this.strings.push(text);
    this.stringAt.set(text, this.strings.length - 1);
    return this.strings.length - 1;
  }

  private entity(ref: EntityRef): number {
    const key = `${ref.kind} ${ref.id}`;
    const known = this.entityAt.get(key);
    if (known !== undefined) return known;
    this.entities.push(ref);
    this.entityAt.set(key, this.entities.length - 1);
    return this.entities.length - 1;
  }

  private roomFor(laneIndex: number, row: number): void {
    const lane = this.lanes[laneIndex];
    if (!lane) throw new Error(`no lane ${laneIndex}`);
    if (row < lane.rows) return;
    lane.rows = row + 1;
    this.patchedLanes.add(laneIndex);
  }
}

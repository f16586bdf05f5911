/**
 * The receiving end of a timeline, as simple as can be: appends rows, applies patches, and says what it has in a form
 * that does not depend on the order of arrival.
 */

import type { EntityRef, TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import { entityAt } from '../../runtime/trace/timeline/entities.ts';

interface Lane {
  parent: number;
  kind: number;
  label: number;
  entity: number;
  rows: number;
}
interface Span {
  start: number;
  end: number;
  lane: number;
  row: number;
  kind: number;
  status: number;
  label: number;
  entity: number;
}

export class TimelinePage {
  version = 0;
  endMs = 0;
  readonly #strings: string[] = [];
  readonly #entities: EntityRef[] = [];
  readonly #lanes: Lane[] = [];
  readonly #spans: Span[] = [];
  readonly #marks: string[] = [];
  readonly #arcs: { kind: number; from: number; to: number }[] = [];
  #folds: string[] = [];

  apply(delta: TimelineDelta): this {
    if (delta.reset) {
      for (const list of [this.#strings, this.#entities, this.#lanes, this.#spans, this.#marks, this.#arcs])
        list.length = 0;
    } else if (delta.version !== this.version + 1) throw new Error(`delta ${delta.version} after ${this.version}`);
    this.version = delta.version;
    this.endMs = delta.endMs;
    this.#strings.push(...delta.strings);
    for (let at = 0; at < delta.entities.count; at++) {
      const ref = entityAt(delta.entities, at);
      if (!ref) throw new Error(`entity ${at} of delta ${delta.version} cannot be read`);
      this.#entities.push(ref);
    }
    for (const [at, parent] of delta.lanes.parent.entries()) {
      const { kind, label, entity, rows } = delta.lanes;
      this.#lanes.push({ parent, kind: n(kind, at), label: n(label, at), entity: n(entity, at), rows: n(rows, at) });
    }
    for (const [at, start] of delta.spans.start.entries()) {
      const { end, lane, row, kind, status, label, entity } = delta.spans;
      this.#spans.push({
        start,
        end: n(end, at),
        lane: n(lane, at),
        row: n(row, at),
        kind: n(kind, at),
        status: n(status, at),
        label: n(label, at),
        entity: n(entity, at),
      });
    }
    for (const [at, time] of delta.marks.at.entries()) {
      const { kind, lane, row, label, entity } = delta.marks;
      const text = this.#strings[n(label, at)];
      this.#marks.push(
        `${time} ${n(kind, at)} ${this.#laneId(n(lane, at))} row ${n(row, at)} ${text} ${this.#id(n(entity, at))}`,
      );
    }
    for (const [at, kind] of delta.arcs.kind.entries()) {
      this.#arcs.push({ kind, from: n(delta.arcs.from, at), to: n(delta.arcs.to, at) });
    }
    this.#folds = [...delta.folds.start].map((start, at) => `${start}-${n(delta.folds.end, at)}`);
    for (const [at, lane] of delta.patches.lane.entries()) {
      const target = this.#lanes[lane] as Lane;
      target.rows = n(delta.patches.laneRows, at);
      if (delta.patches.laneLabel) target.label = n(delta.patches.laneLabel, at);
    }
    for (const [at, span] of delta.patches.span.entries()) {
      const target = this.#spans[span] as Span;
      target.end = n(delta.patches.spanEnd, at);
      target.status = n(delta.patches.spanStatus, at);
      target.label = n(delta.patches.spanLabel, at);
    }
    return this;
  }

  /** Spans that overlap another of their row, or go back in time. */
  faults(): string[] {
    const last = new Map<string, Span>();
    const faults: string[] = [];
    for (const span of this.#spans) {
      const before = last.get(`${span.lane}/${span.row}`);
      if (before && (before.end > span.start || before.start > span.start)) faults.push(this.#spanText(span));
      if (span.end < span.start) faults.push(`${this.#spanText(span)} ends before it starts`);
      last.set(`${span.lane}/${span.row}`, span);
      if (span.row >= (this.#lanes[span.lane]?.rows ?? 0)) faults.push(`${this.#spanText(span)} lies outside its lane`);
    }
    return faults;
  }

  /** What the timeline shows, sorted. */
  get content() {
    return {
      endMs: this.endMs,
      lanes: this.#lanes
        .map(
          (lane, at) =>
            `${this.#laneId(at)} under ${this.#laneId(lane.parent)}: ${this.#strings[lane.label]} ${lane.rows} rows`,
        )
        .sort(),
      spans: this.#spans.map(span => this.#spanText(span)).sort(),
      marks: [...this.#marks].sort(),
      arcs: this.#arcs.map(arc => `${arc.kind} ${this.#spanAt(arc.from)} -> ${this.#spanAt(arc.to)}`).sort(),
      folds: this.#folds,
    };
  }

  #spanAt(index: number): string {
    return this.#spanText(this.#spans[index] as Span);
  }

  #spanText(span: Span): string {
    const where = `${this.#laneId(span.lane)} row ${span.row}`;
    return `${where} ${span.start}-${span.end} kind ${span.kind} status ${span.status} ${this.#strings[span.label]} ${this.#id(span.entity)}`;
  }

  #laneId(index: number): string {
    const lane = this.#lanes[index];
    return lane ? `${lane.kind}/${this.#id(lane.entity)}` : 'none';
  }

  #id(entity: number): string {
    const ref = this.#entities[entity];
    return ref ? `${ref.kind}:${ref.id}` : `entity ${entity} is not there`;
  }
}

function n(column: Int32Array | Uint8Array | Float64Array, at: number): number {
  const value = column[at];
  if (value === undefined) throw new Error(`a column is shorter than its table: row ${at} is missing`);
  return value;
}

/**
 * A large delta as several small ones, so that neither side is busy for long and the first picture comes early.
 *
 * Invariants: the parts taken in order give the same tables as the delta; versions count up to that of the delta, so
 * whatever follows the delta follows its last part; only the first part of a reset resets. Texts, entities and lanes come
 * with or before the first row that names them. The columns of a part are copies in one buffer: a message carries no more
 * than its rows.
 */

import type { TimelineDelta, TimelinePatches } from '../trace/timeline/columns.ts';
import { sliceEntities } from '../trace/timeline/entities.ts';
import { packedColumns } from './packedColumns.ts';

type Column = Float64Array | Int32Array | Uint8Array;
type TableName = 'lanes' | 'spans' | 'marks' | 'arcs';

const noPatches: TimelinePatches = {
  lane: new Int32Array(0),
  laneRows: new Int32Array(0),
  span: new Int32Array(0),
  spanEnd: new Float64Array(0),
  spanStatus: new Uint8Array(0),
  spanLabel: new Int32Array(0),
};

export interface PartSizes {
  /** Spans of the first part: few, for the first picture waits for them. */
  readonly first: number;
  /** Most spans of each later part. */
  readonly next: number;
}

const usualSizes: PartSizes = { first: 1000, next: 16_000 };

/**
 * The parts, each made when it is called for, so that the first can leave before the last is looked at: to be called in
 * order, once each. A delta that is small enough has one part.
 */
export function deltaParts(delta: TimelineDelta, { first, next }: PartSizes = usualSizes): (() => TimelineDelta)[] {
  // Only a whole can be cut: rows of a later delta may be named by its patches, and it is small anyway.
  if (!delta.reset) return [() => delta];
  const later = Math.max(0, Math.ceil((delta.spans.count - first) / next));
  const parts: (() => TimelineDelta)[] = [];
  let from: Reached = { strings: 0, entities: 0, lanes: 0, spans: 0, marks: 0, arcs: 0 };
  for (let part = 0; part <= later; part++) {
    parts.push(() => {
      const begin = from;
      const end = part === later ? allOf(delta) : upTo(delta, begin, first + part * next);
      from = end;
      return packedColumns({
        ...delta,
        version: delta.version - (later - part),
        reset: part === 0,
        strings: delta.strings.slice(begin.strings, end.strings),
        entities: sliceEntities(delta.entities, begin.entities, end.entities),
        lanes: rows(delta.lanes, begin.lanes, end.lanes),
        spans: rows(delta.spans, begin.spans, end.spans),
        marks: rows(delta.marks, begin.marks, end.marks),
        arcs: rows(delta.arcs, begin.arcs, end.arcs),
        patches: part === later ? delta.patches : noPatches,
      });
    });
  }
  return parts;
}

type Reached = Record<TableName | 'strings' | 'entities', number>;

function allOf({ strings, entities, lanes, spans, marks, arcs }: TimelineDelta): Reached {
  return {
    strings: strings.length,
    entities: entities.count,
    lanes: lanes.count,
    spans: spans.count,
    marks: marks.count,
    arcs: arcs.count,
  };
}

/** How far each table goes in a part that ends before span `end`. */
function upTo(delta: TimelineDelta, done: Reached, end: number): Reached {
  const { lanes, spans, marks, arcs } = delta;
  const reached: Reached = { ...done, spans: end };
  reached.lanes = Math.min(lanes.count, Math.max(done.lanes, highest(spans.lane, done.spans, end) + 1));
  while (reached.marks < marks.count && (marks.lane[reached.marks] ?? 0) < reached.lanes) reached.marks++;
  while (reached.arcs < arcs.count && Math.max(arcs.from[reached.arcs] ?? 0, arcs.to[reached.arcs] ?? 0) < end) {
    reached.arcs++;
  }
  for (const table of ['lanes', 'spans', 'marks'] as const) {
    const { label, entity } = delta[table];
    reached.strings = Math.max(reached.strings, highest(label, done[table], reached[table]) + 1);
    reached.entities = Math.max(reached.entities, highest(entity, done[table], reached[table]) + 1);
  }
  return reached;
}

function highest(column: Int32Array, from: number, to: number): number {
  let most = -1;
  for (let row = from; row < to; row++) most = Math.max(most, column[row] ?? -1);
  return most;
}

function rows<T extends { readonly count: number }>(table: T, from: number, to: number): T {
  const part: Record<string, unknown> = { count: to - from };
  for (const [name, column] of Object.entries(table)) {
    if (typeof column !== 'number') part[name] = (column as Column).subarray(from, to);
  }
  return part as unknown as T;
}

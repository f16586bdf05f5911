/**
 * A large delta as several small ones, so that neither side is busy for long and the first picture comes early.
 *
 * Invariants: the parts taken in order give the same tables as the delta; versions count up to that of the delta, so
 * whatever follows the delta follows its last part; only the first part of a reset resets. Texts, entities and lanes come
 * with or before the first row that names them. Columns of parts are copies: a message carries no more than its rows.
 */

import type { TimelineDelta, TimelinePatches } from '../trace/timeline/columns.ts';

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

/** Parts of at most `spansPerPart` spans each; a delta that is small enough is its own only part. */
export function deltaParts(delta: TimelineDelta, spansPerPart = 20_000): TimelineDelta[] {
  const count = Math.ceil(delta.spans.count / spansPerPart);
  // Only a whole can be cut: rows of a later delta may be named by its patches, and it is small anyway.
  if (!delta.reset || count < 2) return [delta];
  const done = { strings: 0, entities: 0, lanes: 0, spans: 0, marks: 0, arcs: 0 };
  const parts: TimelineDelta[] = [];
  for (let part = 0; part < count; part++) {
    const last = part === count - 1;
    const next = last ? allOf(delta) : upTo(delta, done, (part + 1) * spansPerPart);
    parts.push({
      ...delta,
      version: delta.version - (count - 1 - part),
      reset: part === 0,
      strings: delta.strings.slice(done.strings, next.strings),
      entities: delta.entities.slice(done.entities, next.entities),
      lanes: rows(delta.lanes, done.lanes, next.lanes),
      spans: rows(delta.spans, done.spans, next.spans),
      marks: rows(delta.marks, done.marks, next.marks),
      arcs: rows(delta.arcs, done.arcs, next.arcs),
      patches: last ? delta.patches : noPatches,
    });
    Object.assign(done, next);
  }
  return parts;
}

type Reached = Record<TableName | 'strings' | 'entities', number>;

function allOf({ strings, entities, lanes, spans, marks, arcs }: TimelineDelta): Reached {
  return {
    strings: strings.length,
    entities: entities.length,
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
    if (typeof column !== 'number') part[name] = (column as Column).slice(from, to);
  }
  return part as unknown as T;
}

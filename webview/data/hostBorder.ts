/**
 * The page's border: what arrives from the host is checked for shape before it is used.
 *
 * A timeline delta must bring every column, of the right type and at least as long as its count says. Values inside
 * columns are not checked here: whoever reads them does so without trusting them.
 */

import { isRecord } from '../../runtime/base/json.ts';
import { activityGroups } from '../../runtime/viewer/activity.ts';
import type { HostMessage } from '../../runtime/viewer/messages.ts';

const f64 = Float64Array;
const i32 = Int32Array;
const u8 = Uint8Array;

const tables = {
  entities: { kind: u8, idEnd: i32 },
  lanes: { parent: i32, kind: u8, label: i32, entity: i32, rows: i32 },
  spans: { start: f64, end: f64, lane: i32, row: i32, kind: u8, status: u8, label: i32, entity: i32 },
  marks: { at: f64, kind: u8, lane: i32, row: i32, label: i32, entity: i32 },
  arcs: { kind: u8, from: i32, to: i32 },
  folds: { start: f64, end: f64 },
};
const sketchColumns = { lane: i32, row: i32, start: f64, end: f64, kind: u8 };
const patchColumns = { lane: i32, laneRows: i32, span: i32, spanEnd: f64, spanStatus: u8, spanLabel: i32 };

/** The message, or a sentence about what is wrong with it; null for what is none of ours. */
export function asHostMessage(value: unknown): HostMessage | string | null {
  if (!isRecord(value) || typeof value.type !== 'string') return null;
  switch (value.type) {
    case 'timeline': {
      const fault = deltaFault(value.delta) ?? sketchFault(value.sketch);
      return fault ? `The timeline cannot be drawn: ${fault}.` : (value as unknown as HostMessage);
    }
    case 'header': {
      const { header } = value;
      const ok =
        isRecord(header) &&
        Array.isArray(header.findings) &&
        Array.isArray(header.liveCells) &&
        (header.notes === undefined || Array.isArray(header.notes));
      return ok ? (value as unknown as HostMessage) : 'The header of the rollout is malformed.';
    }
    case 'details':
    case 'payload':
      return typeof value.requestId === 'number' ? (value as unknown as HostMessage) : null;
    case 'answer': {
      const ok = typeof value.requestId === 'number' && isAnswer(value.answer);
      return ok ? (value as unknown as HostMessage) : null;
    }
    case 'reveal':
      return isRecord(value.ref) && typeof value.ref.id === 'string' ? (value as unknown as HostMessage) : null;
    case 'problem':
      return typeof value.message === 'string' ? (value as unknown as HostMessage) : null;
    default:
      return null;
  }
}

function isAnswer(answer: unknown): boolean {
  if (!isRecord(answer)) return answer === null;
  if (answer.about === 'stored') return isRecord(answer.stored) && Array.isArray(answer.stored.writes);
  return answer.about === 'waits' && isRecord(answer.bill) && Array.isArray(answer.bill.cells);
}

function deltaFault(delta: unknown): string | null {
  if (!isRecord(delta)) return 'it is not an object';
  if (typeof delta.version !== 'number' || typeof delta.reset !== 'boolean') return 'it has no version';
  if (!Array.isArray(delta.strings)) return 'it has no texts';
  for (const [name, columns] of Object.entries(tables)) {
    const table = delta[name];
    if (!isRecord(table) || typeof table.count !== 'number') return `table "${name}" is missing`;
    const fault = columnFault(table, columns, table.count);
    if (fault) return `${fault} of table "${name}"`;
  }
  if (!isRecord(delta.entities) || !(delta.entities.ids instanceof u8)) return 'its objects have no ids';
  if (!isRecord(delta.patches)) return 'its patches are missing';
  return columnFault(delta.patches, patchColumns, 0);
}

/** A sketch is for want of better; there need not be one. */
function sketchFault(sketch: unknown): string | null {
  if (sketch === undefined) return null;
  if (!isRecord(sketch) || !isRecord(sketch.rows) || !isRecord(sketch.activity)) return 'its sketch is not an object';
  const { rows, activity, bounds } = sketch;
  const slices = typeof activity.slices === 'number' ? activity.slices : Number.NaN;
  if (typeof rows.count !== 'number' || !(bounds instanceof f64 && bounds.length > slices))
    return 'its sketch has no size';
  const groups = isRecord(activity.groups) ? activity.groups : {};
  return (
    columnFault(rows, sketchColumns, rows.count) ??
    columnFault(groups, Object.fromEntries(activityGroups.map(group => [group, f64])), slices) ??
    columnFault(activity, { failed: u8 }, slices)
  );
}

function columnFault(
  table: Record<string, unknown>,
  columns: Readonly<Record<string, typeof f64 | typeof i32 | typeof u8>>,
  count: number,
): string | null {
  for (const [name, Kind] of Object.entries(columns)) {
    const column = table[name];
    if (!(column instanceof Kind) || column.length < count) return `column "${name}" is missing or too short`;
  }
  return null;
}

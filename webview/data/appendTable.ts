/**
 * Tables of typed arrays that grow at the end.
 *
 * Invariant: only the first `count` entries of a column mean anything; columns keep spare room behind them, so a
 * growing table costs what is new. The first part of an empty table is taken over without a copy.
 */

export type Column = Float64Array | Int32Array | Uint8Array;

interface Table {
  readonly count: number;
}

function isColumn(value: unknown): value is Column {
  return value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array;
}

/** The rows of `table` followed by those of `part`. `table` must not be used afterwards: it may share its room. */
export function appendTable<T extends Table>(table: T, part: T): T {
  if (table.count === 0) return part;
  if (part.count === 0) return table;
  const count = table.count + part.count;
  const joined: Record<string, unknown> = { count };
  const old = new Map<string, unknown>(Object.entries(table));
  for (const [name, added] of Object.entries(part)) {
    const column = old.get(name);
    if (isColumn(column) && isColumn(added)) joined[name] = appendColumn(column, table.count, added, part.count);
  }
  return joined as unknown as T;
}

function appendColumn(column: Column, count: number, added: Column, addedCount: number): Column {
  const needed = count + addedCount;
  const room = column.length >= needed ? column : widened(column, count, needed);
  room.set(added.subarray(0, addedCount), count);
  return room;
}

function widened(column: Column, count: number, needed: number): Column {
  const length = Math.max(64, needed, Math.floor(column.length * 1.5));
  const Kind = column.constructor as new (length: number) => Column;
  const wider = new Kind(length);
  wider.set(column.subarray(0, count));
  return wider;
}

/**
 * The columns of a message in one buffer. Each buffer of its own costs when it is made and again when the message is
 * copied: with dozens in a message, and a heap that is being collected, that holds a thread for a tenth of a second.
 *
 * Invariants: what comes out equals what went in and shares no memory with it; every column lies where its numbers may
 * lie, since the widest come first.
 */

type Column = Float64Array | Int32Array | Uint8Array;

/** A copy of a tree of records whose columns share one buffer; everything else in it is taken over as it is. */
export function packedColumns<T extends object>(tree: T): T {
  const columns: Column[] = [];
  collect(tree, columns);
  columns.sort((a, b) => b.BYTES_PER_ELEMENT - a.BYTES_PER_ELEMENT);
  const buffer = new ArrayBuffer(columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  const copies = new Map<Column, Column>();
  let at = 0;
  for (const column of columns) {
    copies.set(column, copied(column, buffer, at));
    at += column.byteLength;
  }
  return rebuilt(tree, copies) as T;
}

function isColumn(value: unknown): value is Column {
  return value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collect(tree: object, into: Column[]): void {
  for (const value of Object.values(tree)) {
    if (isColumn(value)) into.push(value);
    else if (isRecord(value)) collect(value, into);
  }
}

function copied(column: Column, buffer: ArrayBuffer, at: number): Column {
  if (column instanceof Float64Array) {
    const copy = new Float64Array(buffer, at, column.length);
    copy.set(column);
    return copy;
  }
  const copy =
    column instanceof Int32Array
      ? new Int32Array(buffer, at, column.length)
      : new Uint8Array(buffer, at, column.length);
  copy.set(column);
  return copy;
}

function rebuilt(value: unknown, copies: ReadonlyMap<Column, Column>): unknown {
  if (isColumn(value)) return copies.get(value);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rebuilt(each, copies)]));
}

/**
 * Timelines with their typed arrays as bytes, for the way from the server to the thread that stands in for the host.
 *
 * Layout: length of the JSON (u32, little endian), the JSON, padding to 8, then the columns one after another, each
 * padded to 8. In the JSON a column is `{"$column": [kind, offset, length]}`.
 */

const kinds = { Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array } as const;
type Kind = keyof typeof kinds;

export function packed(message: unknown): Buffer<ArrayBuffer> {
  const columns: Buffer[] = [];
  let offset = 0;
  const json = JSON.stringify(message, (_key, value: unknown) => {
    const kind = (Object.keys(kinds) as Kind[]).find(name => value instanceof kinds[name]);
    if (!kind) return value;
    const column = value as Int32Array;
    const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength);
    columns.push(bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8));
    const at = offset;
    offset += Math.ceil(bytes.length / 8) * 8;
    return { $column: [kind, at, column.length] };
  });
  const head = Buffer.from(json);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, Buffer.alloc((8 - ((4 + head.length) % 8)) % 8), ...columns]);
}

/** What was packed; its columns look into `bytes`. */
export function unpacked(bytes: ArrayBuffer): unknown {
  const length = new DataView(bytes).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(bytes, 4, length));
  const base = Math.ceil((4 + length) / 8) * 8;
  return JSON.parse(text, (_key, value) => {
    if (!value?.$column) return value;
    const [kind, at, count] = value.$column as [Kind, number, number];
    return new kinds[kind](bytes, base + at, count);
  });
}

/**
 * A rollout as one JSON value: what a viewer page needs when there is no host to ask, such as in a saved HTML file.
 *
 * Invariants: it survives `JSON.stringify` and `JSON.parse`; columns are base64 of their bytes (little endian), cut to
 * their rows. Leaves out what to redact: whoever saves chooses which details and payloads go in, and has changed them
 * before they come here.
 */

import { isRecord } from '../base/json.ts';
import type { TimelineDelta } from '../trace/timeline/columns.ts';
import type { EntityDetails } from './details.ts';
import type { PayloadResult, ViewerHeader } from './messages.ts';

export interface SavedRollout {
  readonly format: 'cellscope-rollout';
  readonly formatVersion: 1;
  readonly header: ViewerHeader;
  /** A whole timeline, see `packDelta`. */
  readonly timeline: unknown;
  /** By `entityKey`. */
  readonly details: Readonly<Record<string, EntityDetails>>;
  readonly payloads: Readonly<Record<string, PayloadResult>>;
}

export function entityKey(ref: { readonly kind: string; readonly id: string }): string {
  return `${ref.kind}:${ref.id}`;
}

const kinds = { f64: Float64Array, i32: Int32Array, u8: Uint8Array } as const;
type Kind = keyof typeof kinds;

/** A delta as JSON. Other values than columns stay as they are. */
export function packDelta(delta: TimelineDelta): unknown {
  return packed(delta);
}

/** The delta back, or null when the value holds none. Its columns still have to pass the page's own border. */
export function unpackDelta(value: unknown): TimelineDelta | null {
  const delta = unpacked(value);
  return isRecord(delta) && typeof delta.version === 'number' ? (delta as unknown as TimelineDelta) : null;
}

/** JSON that may stand inside a script element: nothing in it can end that element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

function packed(value: unknown, rows?: number): unknown {
  for (const [kind, Column] of Object.entries(kinds)) {
    if (value instanceof Column) return { column: kind, data: toBase64(value.subarray(0, rows ?? value.length)) };
  }
  if (!isRecord(value)) return value;
  const count = typeof value.count === 'number' ? value.count : undefined;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, packed(part, count)]));
}

function unpacked(value: unknown): unknown {
  if (!isRecord(value)) return value;
  if (typeof value.column === 'string' && typeof value.data === 'string' && Object.hasOwn(kinds, value.column)) {
    const Column = kinds[value.column as Kind];
    const bytes = fromBase64(value.data);
    return new Column(bytes.buffer, 0, Math.floor(bytes.byteLength / Column.BYTES_PER_ELEMENT));
  }
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpacked(part)]));
}

function toBase64(column: Float64Array | Int32Array | Uint8Array): string {
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  let text = '';
  for (let from = 0; from < bytes.length; from += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/**
 * Where the elements of a list lie in the bytes of a JSON object: `[start, end, start, end, …]` in bytes.
 *
 * Works on bytes that are known to be valid JSON; of a repeated key the last one counts, as in parsing.
 */

import { endOfString } from './readJson.ts';

const comma = 0x2c;
const closeBracket = 0x5d;

export function elementSpans(bytes: Buffer, key: string): Int32Array {
  const spans: number[] = [];
  const start = listStarts(bytes, key).at(-1);
  if (start !== undefined) listSpans(bytes, start, spans);
  return Int32Array.from(spans);
}

/** Position after the `[` of every list that the object has under `key`, however often the key is there. */
export function listStarts(bytes: Buffer, key: string): number[] {
  const found: number[] = [];
  let at = skipSpace(bytes, 0) + 1;
  for (;;) {
    at = skipSpace(bytes, at);
    if (bytes[at] !== 0x22) return found;
    const keyEnd = endOfString(bytes, at) + 1;
    const name: unknown = JSON.parse(bytes.toString('utf8', at, keyEnd));
    const from = skipSpace(bytes, skipSpace(bytes, keyEnd) + 1);
    if (name === key && bytes[from] === 0x5b) found.push(from + 1);
    at = skipSpace(bytes, endOfValue(bytes, from));
    if (bytes[at] === comma) at++;
  }
}

/** Collects the spans of a list whose first element begins at or after `at`. Returns the position after the list. */
export function listSpans(bytes: Buffer, start: number, spans: number[]): number {
  let at = skipSpace(bytes, start);
  while (at < bytes.length && bytes[at] !== closeBracket) {
    if (bytes[at] === comma) at = skipSpace(bytes, at + 1);
    const end = endOfValue(bytes, at);
    spans.push(at, end);
    at = skipSpace(bytes, end);
  }
  return at + 1;
}

export function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
}

/** Position after the value that begins at `at`. */
export function endOfValue(bytes: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) {
      at = endOfString(bytes, at);
      if (depth === 0) return at + 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth++;
    } else if (byte === 0x7d || byte === closeBracket) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (byte === comma && depth === 0) {
      return at;
    }
  }
  return bytes.length;
}

/**
 * Where the elements of a list lie in the bytes of a JSON object: `[start, end, start, end, …]` in bytes.
 *
 * Works on bytes that are known to be valid JSON; of a repeated key the last one counts, as in parsing. The bytes are looked
 * at as text of one character each, because the engine searches text by itself: most of it is passed over.
 */

const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const quote = 0x22;
const backslash = 0x5c;

export function elementSpans(bytes: Buffer, key: string): Int32Array {
  const spans: number[] = [];
  const start = listStarts(bytes, key).at(-1);
  if (start !== undefined) listSpans(bytes, start, spans);
  return Int32Array.from(spans);
}

/** Position after the `[` of every list that the object has under `key`, however often the key is there. */
export function listStarts(bytes: Buffer, key: string): number[] {
  const text = bytes.toString('latin1');
  const found: number[] = [];
  let at = skipSpace(text, 0) + 1;
  for (;;) {
    at = skipSpace(text, at);
    if (text.charCodeAt(at) !== quote) return found;
    const keyEnd = endOfString(text, at) + 1;
    const name: unknown = JSON.parse(bytes.toString('utf8', at, keyEnd));
    const from = skipSpace(text, skipSpace(text, keyEnd) + 1);
    if (name === key && text.charCodeAt(from) === openBracket) found.push(from + 1);
    at = skipSpace(text, endOfValue(text, from));
    if (text.charCodeAt(at) === comma) at++;
  }
}

/** Collects the spans of a list whose first element begins at or after `start`. */
export function listSpans(bytes: Buffer, start: number, spans: number[]): void {
  const text = bytes.toString('latin1', start);
  let at = skipSpace(text, 0);
  while (at < text.length && text.charCodeAt(at) !== closeBracket) {
    if (text.charCodeAt(at) === comma) at = skipSpace(text, at + 1);
    const end = endOfValue(text, at);
    spans.push(start + at, start + end);
    at = skipSpace(text, end);
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return at;
    at++;
  }
}

const token = /["{}[\],]/g;

/** Position after the value that begins at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  token.lastIndex = start;
  while (token.test(text)) {
    const at = token.lastIndex - 1;
    const unit = text.charCodeAt(at);
    if (unit === quote) {
      token.lastIndex = endOfString(text, at) + 1;
      if (depth === 0) return token.lastIndex;
    } else if (unit === 0x7b || unit === openBracket) {
      depth++;
    } else if (unit !== comma) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0) {
      return at;
    }
  }
  return text.length;
}

/** Position of the quote that closes the string opened at `at`, or the end of the text. */
function endOfString(text: string, at: number): number {
  for (let close = text.indexOf('"', at + 1); close >= 0; close = text.indexOf('"', close + 1)) {
    let slashes = 0;
    while (text.charCodeAt(close - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return close;
  }
  return text.length;
}

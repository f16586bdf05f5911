/**
 * JSON written again compactly without losing what `JSON.parse` loses: the text of numbers and the order of keys.
 *
 * Numbers keep their digits (`1.0` stays `1.0`, `1e3` becomes `1e+3`), a repeated key keeps its first place and its last
 * value, integer-like keys keep their place (trace-format §3). Works on text that is already known to be valid JSON.
 */

/** A parsed value: numbers as their text, objects as ordered maps. */
export type ExactValue = { number: string } | string | boolean | null | ExactValue[] | Map<string, ExactValue>;

/** True when `JSON.stringify(JSON.parse(text))` could differ from the exact form. Errs on the safe side. */
function needsCare(text: string): boolean {
  return /(?:^|[[:,\s])-?(?:\d+[.eE]|\d{16})|-0|"-?\d+"\s*:|__proto__/.test(text);
}

/** Compact form of a JSON text. */
export function compactText(text: string): string {
  if (hasLoneSurrogate(text)) throw new SyntaxError('a \\u escape stands for half a character');
  if (!needsCare(text)) return JSON.stringify(JSON.parse(text));
  return writeExact(parseExact(text), false);
}

/** True when a `\\u` escape names one half of a surrogate pair without the other. `JSON.parse` does not mind; others do. */
export function hasLoneSurrogate(text: string): boolean {
  if (!text.includes('\\u') || !/\\u[dD][89a-fA-F]/.test(text)) return false;
  const escapes = /\\(?:u([0-9a-fA-F]{4})|.)/gs;
  let expected = -1;
  for (let found = escapes.exec(text); found; found = escapes.exec(text)) {
    const unit = Number.parseInt(found[1] ?? '0', 16);
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if ((expected === found.index) !== isLow) return true;
    expected = unit >= 0xd800 && unit < 0xdc00 ? escapes.lastIndex : -1;
    if (expected >= 0 && text.charAt(expected) !== '\\') return true;
  }
  return false;
}

/** `onRepeated` hears of every key that an object has had before, and of the keys that lead to the object. */
export function parseExact(text: string, onRepeated?: (key: string, path: readonly string[]) => void): ExactValue {
  let at = 0;
  const path: string[] = [];
  const skipSpace = () => {
    while (at < text.length && ' \n\r\t'.includes(text.charAt(at))) at++;
  };
  const readString = (): string => {
    const from = at++;
    while (text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
    at++;
    return JSON.parse(text.slice(from, at)) as string;
  };
  const readNumber = (): ExactValue => {
    const from = at;
    while (at < text.length && '+-.0123456789eE'.includes(text.charAt(at))) at++;
    return { number: exactNumber(text.slice(from, at)) };
  };
  const read = (): ExactValue => {
    skipSpace();
    switch (text.charAt(at)) {
      case '{': {
        const object = new Map<string, ExactValue>();
        at++;
        for (skipSpace(); text.charAt(at) !== '}'; skipSpace()) {
          if (text.charAt(at) === ',') at++;
          skipSpace();
          const key = readString();
          skipSpace();
          at++;
          if (object.has(key)) onRepeated?.(key, path);
          path.push(key);
          object.set(key, read());
          path.pop();
        }
        at++;
        return object;
      }
      case '[': {
        const array: ExactValue[] = [];
        at++;
        for (skipSpace(); text.charAt(at) !== ']'; skipSpace()) {
          if (text.charAt(at) === ',') at++;
          array.push(read());
        }
        at++;
        return array;
      }
      case '"':
        return readString();
      case 't':
        at += 4;
        return true;
      case 'f':
        at += 5;
        return false;
      case 'n':
        at += 4;
        return null;
      default:
        return readNumber();
    }
  };
  return read();
}

function exactNumber(text: string): string {
  const exponent = text.search(/[eE]/);
  if (exponent < 0) return text === '-0' ? '0' : text;
  const power = text.slice(exponent + 1);
  return `${text.slice(0, exponent)}e${/^[+-]/.test(power) ? power : `+${power}`}`;
}

export function writeExact(value: ExactValue, sortKeys: boolean): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(element => writeExact(element, sortKeys)).join(',')}]`;
  if (!(value instanceof Map)) return value.number;
  const entries = [...value];
  if (sortKeys) entries.sort(([a], [b]) => compareBytes(a, b));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${writeExact(inner, sortKeys)}`).join(',')}}`;
}

/** Order of the UTF-8 bytes, which differs from the order of UTF-16 units beyond the basic plane. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const surrogates = Number(isSurrogate(x)) - Number(isSurrogate(y));
    return surrogates !== 0 ? surrogates : x - y;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/**
 * Hex SHA-256 of the compact form with sorted keys. Few rollouts need one, and bringing in all of cryptography takes longer
 * than reducing a short one.
 */
export function contentDigest(value: ExactValue): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(writeExact(value, true)).digest('hex');
}

/** At most `limit` bytes of UTF-8, cut between characters, with `...` when something was cut. */
export function cutToBytes(text: string, limit: number): string {
  if (text.length <= limit && Buffer.byteLength(text) <= limit) return text;
  const bytes = Buffer.from(text.slice(0, limit));
  let end = Math.min(limit, bytes.length);
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${bytes.toString('utf8', 0, end)}...`;
}

/**
 * What `JSON.parse` lets pass in a line of the log and the reference does not: a field that is there twice, a number that
 * is no whole number of its size, half a character, nesting without end.
 *
 * Invariant: a line as recorders write it is only printed again and compared; others are looked at more closely.
 */

import { isRecord } from '../base/json.ts';
import { limits } from './bundle/limits.ts';
import { eventShape } from './eventShape.ts';
import { hasLoneSurrogate, parseExact } from './reducer/exactJson.ts';
import { hasManyBrackets } from './reducer/readJson.ts';
import { isKnown } from './shape.ts';

/** How a recorder begins a line: whole numbers that are far from every limit. */
const usualStart = /^\{"schema_version":\d{1,9},"seq":\d{1,15},"wall_time_unix_ms":(?:0|-?[1-9]\d{0,14}),"/;
/** The quote before a key is escaped wherever it is only text. */
const numbers = /[{,\s]"(schema_version|seq|wall_time_unix_ms)"\s*:\s*(-?\d[\d.eE+-]*)/g;
const ranges: Readonly<Record<string, readonly [least: bigint, most: bigint]>> = {
  schema_version: [0n, 2n ** 32n - 1n],
  seq: [0n, 2n ** 64n - 1n],
  wall_time_unix_ms: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** The first fault of a line that was parsed to `value`, as a sentence of its own. */
export function textFault(text: string, value: unknown): string | undefined {
  if (isUsual(text, value)) return undefined;
  const keys = keysOf(value, 1);
  if (keys === Number.POSITIVE_INFINITY) return `nested deeper than ${limits.nesting} levels`;
  return numberFault(text) ?? repeatFault(text, value, keys) ?? surrogateFault(text);
}

/** As it would be printed again: then no field is there twice, and every number is spelled as it was read. */
function isUsual(text: string, value: unknown): boolean {
  if (!isRecord(value) || text.includes('\\u') || hasManyBrackets(text, limits.nesting)) return false;
  const { schema_version: schema, seq, wall_time_unix_ms: time } = value;
  const isSmall = Number.isSafeInteger(schema) && Number.isSafeInteger(seq) && Number.isSafeInteger(time);
  return isSmall && (schema as number) >>> 0 === schema && (seq as number) >= 0 && text === JSON.stringify(value);
}

function numberFault(text: string): string | undefined {
  if (usualStart.test(text)) return undefined;
  for (const [, name = '', digits = ''] of text.matchAll(numbers)) {
    const fault = rangeFault(name, digits);
    if (fault !== undefined) return fault;
  }
  // An event may be the list of its fields, which begins with these numbers.
  const values = /^\s*\[([^,]*),([^,]*),([^,]*)/.exec(text) ?? [];
  for (const [at, name] of Object.keys(ranges).entries()) {
    const fault = values.length > 0 ? rangeFault(name, values[at + 1]?.trim() ?? '') : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function rangeFault(name: string, digits: string): string | undefined {
  const [least, most] = ranges[name] ?? [0n, 0n];
  if (/^(?:0|-?[1-9]\d*)$/.test(digits) && BigInt(digits) >= least && BigInt(digits) <= most) return undefined;
  return `a whole number from ${least} to ${most} was expected: "${name}": ${digits}`;
}

function repeatFault(text: string, value: unknown, keys: number): string | undefined {
  // A key's own last character may be an escaped backslash, which looks like an escaped quote.
  if (keys === keysIn(text) && !text.includes('\\\\":')) return undefined;
  let repeated: string | undefined;
  parseExact(text, (key, path) => {
    // What nobody reads may be there as often as it likes.
    if (isKnown(value, eventShape, path, key)) repeated ??= key;
  });
  return repeated === undefined ? undefined : `\`${repeated}\` is there twice`;
}

/** How many keys there are in a value and all that is in it; infinitely many when it is nested too deep to look. */
function keysOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > limits.nesting) return Number.POSITIVE_INFINITY;
  let count = 0;
  const isList = Array.isArray(value);
  for (const key in value) {
    if (!isList) count++;
    count += keysOf((value as Record<string, unknown>)[key], depth + 1);
  }
  return count;
}

function keysIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) {
    if (text.charCodeAt(at - 1) !== 0x5c) count++;
  }
  return count;
}

function surrogateFault(text: string): string | undefined {
  return hasLoneSurrogate(text) ? 'a \\u escape stands for half a character' : undefined;
}

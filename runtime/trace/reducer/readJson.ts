/**
 * Bytes to JSON, as strictly as the reference's parser: valid UTF-8, no byte order mark, bounded nesting.
 */

import { isUtf8 } from 'node:buffer';
import { limits } from '../bundle/limits.ts';
import { hasLoneSurrogate } from './exactJson.ts';

class JsonFault extends Error {}

/** Parses a whole JSON text. Throws an error whose `jsonFault` is a sentence. */
export function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  checkNesting(text, bytes);
  checkEscapes(text);
  return JSON.parse(text);
}

/** Whether the bytes are JSON, whatever they say. Throws when they are not. */
export function checkJson(bytes: Buffer): void {
  JSON.parse(decode(bytes));
}

export function checkEscapes(text: string): void {
  if (hasLoneSurrogate(text)) throw new JsonFault('a \\u escape stands for half a character');
}

/** For `JSON.parse`: what is no whole number of 64 bits, or is written as `1.0` or `1e2`, is no number. */
export function wholeNumber(_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  return typeof value !== 'number' || source === undefined || isWhole(source) ? value : Number.NaN;
}

function isWhole(digits: string): boolean {
  if (!/^(?:0|-?[1-9]\d*)$/.test(digits)) return false;
  return digits.length < 19 || BigInt.asIntN(64, BigInt(digits)) === BigInt(digits);
}

/** Text of UTF-8 bytes. Throws when they are not. */
export function decode(bytes: Buffer): string {
  const text = bytes.toString();
  // What is not UTF-8 becomes this character, which may have been meant as well.
  if (text.includes('\ufffd') && !isUtf8(bytes)) throw new JsonFault('not valid UTF-8');
  return text;
}

export function jsonFault(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * False when a number under this key, anywhere in a JSON text, is written as what it need not be, such as `1.0` or `1e2`,
 * or is none of 64 bits.
 */
export function isWrittenWhole(bytes: Buffer, key: string): boolean {
  const name = JSON.stringify(key);
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + name.length)) {
    if (!isWholeAfter(bytes, at + name.length)) return false;
  }
  return true;
}

/** Whether the number after a key is, if it is one. Looked at in the bytes: it is asked for every count of every response. */
function isWholeAfter(bytes: Buffer, key: number): boolean {
  const colonAt = skipSpace(bytes, key);
  if (bytes[colonAt] !== colon) return true;
  const start = skipSpace(bytes, colonAt + 1);
  let at = bytes[start] === minus ? start + 1 : start;
  const first = at;
  while (isDigit(bytes[at])) at++;
  if (at === first) return true;
  const next = bytes[at];
  if (next === point || next === smallE || next === largeE) return false;
  return at - start < 19 || isWhole(bytes.toString('latin1', start, at));
}

function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/**
 * Throws when objects and arrays lie deeper in each other than the limit; brackets within strings do not count. `outer`: how
 * deep the text lies already.
 */
export function checkNesting(text: string, bytes: Buffer, outer = 0): void {
  if (!hasManyBrackets(text, limits.nesting - outer)) return;
  let depth = outer;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      at = endOfString(bytes, at);
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limits.nesting) throw new JsonFault(`nested deeper than ${limits.nesting} levels`);
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
    }
  }
}

/** Whether there are more than that many of them, wherever they stand. */
export function hasManyBrackets(text: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf('{'); at >= 0 && count <= most; at = text.indexOf('{', at + 1)) count++;
  for (let at = text.indexOf('['); at >= 0 && count <= most; at = text.indexOf('[', at + 1)) count++;
  return count > most;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const minus = 0x2d;
const point = 0x2e;
const smallE = 0x65;
const largeE = 0x45;

/** Position of the quote that closes the string opened at `at`, or the end of the bytes. */
function endOfString(bytes: Buffer, at: number): number {
  for (let close = bytes.indexOf(quote, at + 1); close >= 0; close = bytes.indexOf(quote, close + 1)) {
    let slashes = 0;
    while (bytes[close - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return close;
  }
  return bytes.length;
}

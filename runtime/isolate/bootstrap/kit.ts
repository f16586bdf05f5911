/**
 * The ground every helper of a cell stands on: intrinsics captured before the cell's code runs, and the ways out.
 *
 * Evaluated in the isolate as text, so it refers to nothing outside itself.
 * Invariants: after the cell's code has started, no path here looks up a property that code could have replaced (no
 * array or string methods, no spread, no for-of, no destructuring, no `fn.call`); tables have no prototype; only
 * strings and numbers leave.
 */

import type { InsideLimits, Ring, SignalKind, Signals } from './signals.ts';

export interface Kit {
  readonly NativePromise: PromiseConstructor;
  readonly NativeTypeError: TypeErrorConstructor;
  readonly parse: typeof JSON.parse;
  readonly isArray: typeof Array.isArray;
  readonly chain: <Value>(
    promise: Promise<Value>,
    onValue: ((value: Value) => void) | undefined,
    onReason: ((reason: unknown) => void) | undefined,
  ) => Promise<void>;
  readonly toPromise: (value: unknown) => Promise<unknown>;
  readonly slice: (text: string, from: number, to?: number) => string;
  readonly charCodeAt: (text: string, at: number) => number;
  readonly fromCharCode: (...units: (number | undefined)[]) => string;
  readonly contains: (text: string, part: string) => boolean;
  readonly toLowerCase: (text: string) => string;
  readonly trim: (text: string) => string;
  readonly iteratorSymbol: typeof Symbol.iterator;
  readonly limits: InsideLimits;
  readonly signals: Signals;
  /** A settled promise whose `chain` no code can turn elsewhere. */
  ownPromise(): Promise<void>;
  /** How much of the ring is written, if so many signals are all that were said; else -1. */
  writtenAfter(signals: number): number;
  /** A table no prototype looks into. */
  table<Value>(): Record<string | number, Value>;
  send(kind: SignalKind, a?: string | number, b?: string | number, c?: string): void;
  /** Puts a text item out. */
  say(text: string): void;
  /** `text()`'s idea of a value as text (code-mode §5). */
  textOf(value: unknown): string;
  /** JSON of a value, or throws a string that says why not. */
  toJson(value: unknown): string;
  /** The text an error is reported by: its stack where that is a string, else the value as a string. Never throws. */
  describe(error: unknown): string;
  /** Makes a helper a global of the cell. */
  expose(name: string, value: unknown): void;
  /** A function as V8 shows its own: nameless, without parameters or code to look at. */
  native<Fn extends (...args: never[]) => unknown>(fn: Fn): Fn;
  isObject(value: unknown): value is Record<string, unknown>;
}

export function makeKit(signals: Signals, ring: Ring): Kit {
  const { defineProperty } = Reflect;
  const { stringify, parse } = JSON;
  const NativeString = String;
  const NativePromise = Promise;
  const storeHead = Atomics.store;
  const { head: ringHead, units } = ring;
  const ringSize = units.length;
  const longText = 512;
  /** V8 takes new memory for longer strings wherever they go, and that costs most: they go in parts. */
  const wholeUnits = 120_000;
  const partUnits = 60_000;
  const mark = 'codemode:bootstrap';
  /** The frame `JSON.stringify` leaves above ours. */
  const builtin = '\n    at stringify (<anonymous>)';
  const notJson = 'failed to serialize JavaScript value: ';
  /** Levels of arrays and objects that JSON may have; the reference reads no more, and nor can many a host. */
  const mostLevels = 127;
  /** In the order in which the reference has them. */
  const names =
    'tools ALL_TOOLS clearTimeout setTimeout text content image audio generatedImage store load notify yield_control exit as_settled stream_settled';

  const uncurry = <This, Args extends unknown[], Result>(fn: (this: This, ...args: Args) => Result) =>
    Function.prototype.call.bind(fn) as unknown as (self: This, ...args: Args) => Result;
  const charCodeAt = uncurry(String.prototype.charCodeAt);
  const indexOf = uncurry(String.prototype.indexOf);
  const lastIndexOf = uncurry(String.prototype.lastIndexOf);
  const slice = uncurry(String.prototype.slice);
  const bind = uncurry(Function.prototype.bind);
  const promiseThen = uncurry(Promise.prototype.then);
  const promiseResolve = Promise.resolve.bind(Promise);
  const globals = globalThis;

  let written = 0;
  let emitted = 0;
  let credit = 0;

  function flush(): void {
    signals.flush();
    written = 0;
    credit = 0;
  }
  function send(kind: SignalKind, a?: string | number, b?: string | number, c?: string): void {
    // Before, not after: what one signal says may be long, and nobody has to wait until it has been taken.
    if (credit > 65_536) flush();
    emit(kind, a, b, c);
  }
  function emit(kind: SignalKind, a?: string | number, b?: string | number, c?: string): void {
    storeHead(ringHead, 1, ++emitted);
    signals.emit(kind, written, a, b, c);
    credit += 256;
    if (typeof a === 'string') credit += a.length;
    if (typeof b === 'string') credit += b.length;
    if (c !== undefined) credit += c.length;
  }
  function sayInParts(text: string): void {
    if (credit > 65_536) flush();
    let from = 0;
    while (text.length - from > partUnits) {
      let to = from + partUnits;
      // Both halves of a surrogate pair go together.
      if ((charCodeAt(text, to - 1) & 0xfc00) === 0xd800) to--;
      emit('part', slice(text, from, to));
      from = to;
    }
    emit('text', slice(text, from));
  }
  function say(text: string): void {
    const length = text.length;
    if (length > longText) {
      if (length > wholeUnits) sayInParts(text);
      else send('text', text);
      return;
    }
    if (written + 1 + length > ringSize) flush();
    const at = written + 1;
    units[written] = length;
    for (let i = 0; i < length; i++) units[at + i] = charCodeAt(text, i);
    written = at + length;
    storeHead(ringHead, 0, written);
  }

  function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === 'object' && value !== null;
  }
  function withoutOwnFrames(stack: string): string {
    let text = stack;
    let at = indexOf(text, mark);
    while (at >= 0) {
      let from = lastIndexOf(text, '\n', at);
      let to = indexOf(text, '\n', at);
      if (to < 0) to = text.length;
      if (from < 0 || slice(text, from, from + 8) !== '\n    at ') {
        at = indexOf(text, mark, at + 1);
        continue;
      }
      if (from >= builtin.length && slice(text, from - builtin.length, from) === builtin) from -= builtin.length;
      text = slice(text, 0, from) + slice(text, to);
      at = indexOf(text, mark, from);
    }
    return text;
  }
  function describe(error: unknown): string {
    try {
      if (isObject(error) || typeof error === 'function') {
        const stack: unknown = (error as { stack?: unknown }).stack;
        if (typeof stack === 'string') return withoutOwnFrames(stack);
      }
    } catch {}
    try {
      return NativeString(error);
    } catch {
      return 'the cell threw a value that cannot be shown as text';
    }
  }
  function stringifyOrThrowText(value: unknown): string | undefined {
    try {
      return stringify(value);
    } catch (error) {
      throw describe(error);
    }
  }
  /** How often `part` is there; whoever asks is not interested in more than `most`. */
  function count(json: string, part: string, most: number): number {
    let found = 0;
    for (let at = indexOf(json, part); at >= 0 && found <= most; at = indexOf(json, part, at + 1)) found++;
    return found;
  }
  function endOfString(json: string, quote: number): number {
    let end = indexOf(json, '"', quote + 1);
    for (;;) {
      let first = end;
      while (charCodeAt(json, first - 1) === 92) first--;
      if ((end - first) % 2 === 0) return end;
      end = indexOf(json, '"', end + 1);
    }
  }
  /** Where the bracket stands that opens a level too many; the length if none does. */
  function tooDeepAt(json: string): number {
    const length = json.length;
    const arrays = count(json, '[', mostLevels);
    if (arrays <= mostLevels && arrays + count(json, '{', mostLevels) <= mostLevels) return length;
    let levels = 0;
    for (let at = 0; at < length; at++) {
      const unit = charCodeAt(json, at);
      if (unit === 34) at = endOfString(json, at);
      else if (unit === 93 || unit === 125) levels--;
      else if ((unit === 91 || unit === 123) && ++levels > mostLevels) return at;
    }
    return length;
  }
  function toJson(value: unknown): string {
    const json = typeof value === 'symbol' ? undefined : stringifyOrThrowText(value);
    if (json === undefined) throw `${notJson}expected value at line 1 column 1`;
    const tooDeep = tooDeepAt(json);
    let at = indexOf(json, '\\ud');
    while (at >= 0 && at < tooDeep) {
      let first = at;
      while (first > 0 && charCodeAt(json, first - 1) === 92) first--;
      if ((at - first) % 2 === 0) {
        const high = charCodeAt(json, at + 3) < 99;
        throw `${notJson}${high ? 'unexpected end of hex escape' : 'lone leading surrogate in hex escape'} at line 1 column ${at + (high ? 7 : 6)}`;
      }
      at = indexOf(json, '\\ud', at + 1);
    }
    if (tooDeep < json.length) throw `${notJson}recursion limit exceeded at line 1 column ${tooDeep + 1}`;
    return json;
  }
  function textOf(value: unknown): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'symbol' || typeof value === 'function') return 'undefined';
    if (!isObject(value)) return NativeString(value);
    return stringifyOrThrowText(value) ?? 'undefined';
  }

  function expose(name: string, value: unknown): void {
    defineProperty(globals, name, { value, writable: true, enumerable: true, configurable: true });
  }
  for (const name of names.split(' ')) expose(name, undefined);

  return {
    NativePromise,
    NativeTypeError: TypeError,
    parse,
    isArray: Array.isArray,
    chain: promiseThen as Kit['chain'],
    toPromise: promiseResolve as Kit['toPromise'],
    slice,
    charCodeAt,
    fromCharCode: String.fromCharCode as Kit['fromCharCode'],
    toLowerCase: uncurry(String.prototype.toLowerCase),
    trim: uncurry(String.prototype.trim),
    iteratorSymbol: Symbol.iterator,
    limits: { pendingCalls: 0, pendingCallBytes: 0, timers: 0, storedBytes: 0, remoteImages: false },
    signals: {
      emit: signals.emit,
      flush,
      leave: signals.leave,
      fetchStored: signals.fetchStored,
      plainScript: signals.plainScript,
    },
    contains: (text, part) => indexOf(text, part) >= 0,
    ownPromise() {
      const settled = promiseResolve();
      defineProperty(settled, 'constructor', { value: undefined });
      return settled;
    },
    writtenAfter: signals => (signals === emitted ? written : -1),
    table: () => ({ __proto__: null }) as never,
    send,
    say,
    textOf,
    toJson,
    describe,
    isObject,
    expose,
    native(fn) {
      const shown = bind(fn, undefined);
      defineProperty(shown, 'name', { value: '' });
      defineProperty(shown, 'length', { value: 0 });
      defineProperty(shown, 'prototype', { value: {}, writable: true });
      return shown as never;
    },
  };
}

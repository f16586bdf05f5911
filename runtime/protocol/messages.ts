/**
 * The messages between a session and the process that holds its cells. One file, both sides.
 *
 * Every message is a small JSON header and one raw payload beside it: source, JSON or text that is never nested in
 * the header, because escaping it there costs more than everything else together.
 * Invariants: headers come from us alone and carry nothing a cell could shape but tool indexes, ids and lengths;
 * messages of one cell arrive in the order in which they were sent.
 */

import { isRecord } from '../base/json.ts';
import { type DebugOrder, type DebugWord, isDebugWord } from './debug.ts';

/** Bounds that the child enforces where they arise. Set once, before the first cell. */
export interface ChildLimits {
  readonly memoryMb: number;
  readonly outputBytes: number;
  readonly pendingCalls: number;
  readonly pendingCallBytes: number;
  readonly timers: number;
  readonly storedBytes: number;
  /** `image()` takes http(s) URLs. */
  readonly remoteImages: boolean;
}

export type ToChild =
  | { readonly t: 'config'; readonly limits: ChildLimits }
  /** Payload: JSON of `[exposed name, description][]`. Sent once for each list; `exec` names it. */
  | { readonly t: 'tools'; readonly list: number }
  /** Payload: JSON. One stored value as cells started from now on will see it. */
  | { readonly t: 'put'; readonly key: string }
  /** Payload: the source. */
  | { readonly t: 'exec'; readonly c: string; readonly list: number; readonly pausable?: true }
  /** Payload: JSON of the result, empty for none; the error text when `ok` is false. */
  | { readonly t: 'result'; readonly c: string; readonly i: number; readonly ok: boolean }
  /** Release one queued event of a paused cell, or all of them and run on. */
  | { readonly t: 'go'; readonly c: string; readonly all: boolean }
  | { readonly t: 'stop'; readonly c: string }
  | DebugOrder;

export type FromChild =
  | { readonly t: 'ready'; readonly node: string; readonly abi: string }
  /** Payload: why the process cannot hold cells. It ends after it. */
  | { readonly t: 'unfit' }
  | { readonly t: 'started'; readonly c: string }
  /** Payload: texts, one after the other; `l`: the length of each, in UTF-16 units. */
  | { readonly t: 'text'; readonly c: string; readonly l: readonly number[] }
  /** Payload: the URL. */
  | { readonly t: 'image'; readonly c: string; readonly d: string }
  | { readonly t: 'audio'; readonly c: string }
  /** Payload: JSON of the input, empty for none. `n`: index into the tool list, `i`: number of the call. */
  | { readonly t: 'call'; readonly c: string; readonly i: number; readonly n: number }
  /** Payload: the text. */
  | { readonly t: 'notify'; readonly c: string }
  | { readonly t: 'yield'; readonly c: string }
  /** Payload: JSON. A value the cell stored; counts only if the cell completes. Precedes `done`. */
  | { readonly t: 'put'; readonly c: string; readonly key: string }
  /** Payload: the error text when `ok` is false. Nothing of this cell follows. */
  | { readonly t: 'done'; readonly c: string; readonly ok: boolean }
  /** A pausable cell can do nothing until it is told to go on. `taken`: calls whose results it was given meanwhile. */
  | { readonly t: 'quiet'; readonly c: string; readonly taken: readonly number[] }
  /** The answer to `stop`, also for a cell that is gone already. */
  | { readonly t: 'stopped'; readonly c: string }
  /** A thread of this process could not be stopped: take no new cells to it. Payload: why. */
  | { readonly t: 'tainted' }
  | DebugWord;

const fromChild: Record<FromChild['t'], (header: Record<string, unknown>) => boolean> = {
  ready: header => typeof header.node === 'string' && typeof header.abi === 'string',
  unfit: () => true,
  started: hasCell,
  text: header => hasCell(header) && Array.isArray(header.l),
  image: header => hasCell(header) && typeof header.d === 'string',
  audio: hasCell,
  call: header => hasCell(header) && isCount(header.i) && isCount(header.n),
  notify: hasCell,
  yield: hasCell,
  put: header => hasCell(header) && typeof header.key === 'string',
  done: header => hasCell(header) && typeof header.ok === 'boolean',
  quiet: header => hasCell(header) && Array.isArray(header.taken) && header.taken.every(isCount),
  stopped: hasCell,
  tainted: () => true,
  debug: isDebugWord,
};

/** The host's border: anything but a well-formed message is `null`. */
export function asFromChild(value: unknown): FromChild | null {
  if (!isRecord(value) || typeof value.t !== 'string' || !Object.hasOwn(fromChild, value.t)) return null;
  return fromChild[value.t as FromChild['t']](value) ? (value as unknown as FromChild) : null;
}

function hasCell(header: Record<string, unknown>): boolean {
  return typeof header.c === 'string';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

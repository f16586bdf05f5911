/**
 * The words a cell's inside and its process say to each other. Types only: the functions of this folder are evaluated
 * in the isolate as text and can import nothing.
 */

/** What the inside reports. All arguments are strings and numbers: nothing a cell made crosses as an object. */
export interface Signals {
  /**
   * One-way. `at` is how much of the ring had been written before, so that short texts keep their place in the order.
   * `part(text)`, `text(text)`, `image(url, detail)`, `audio(url)`, `call(id, tool, json?)`, `notify(text)`, `yield()`,
   * `put(key, json)`, `timer(id, ms)`, `clear(id)`, `done('', later)`, `failed(error, later)`; `later` is 0 in the step that
   * began the code and 1 after it. A long text comes as parts and, with its end, `text`.
   * Microtasks may say more after `done` or `failed`.
   */
  emit(kind: SignalKind, at: number, a?: string | number, b?: string | number, c?: string): void;
  /** Blocks until everything said so far has been taken, and empties the ring. */
  flush(): void;
  /** Ends the cell as completed. Does not return. */
  leave(): void;
  /** JSON of a value stored before this cell started. */
  fetchStored(key: string): string | undefined;
  /** Code without imports, for `eval`. Absent where nobody offers it. */
  plainScript?: ((code: string) => string) | undefined;
}

export type SignalKind =
  | 'part'
  | 'text'
  | 'image'
  | 'audio'
  | 'call'
  | 'notify'
  | 'yield'
  | 'put'
  | 'timer'
  | 'clear'
  | 'done'
  | 'failed';

/**
 * Where short texts are written without a call: `head[0]` units of `units` are valid; each text is its length and its
 * units. `head[1]` counts the signals emitted, so that a reader can tell whether one is on its way.
 */
export interface Ring {
  readonly head: Int32Array;
  readonly units: Uint16Array;
}

/** Bounds the inside enforces itself. */
export interface InsideLimits {
  /** `image()` takes http(s) URLs. */
  remoteImages: boolean;
  pendingCalls: number;
  pendingCallBytes: number;
  timers: number;
  storedBytes: number;
}

/**
 * How the process reaches in. `start`: JSON of the tool list and of the limits, before the cell's code runs.
 * `result`: the call's id, 1 or 0 for success, JSON (empty for none) or the error text. `timer`: the timer's id.
 * `probe`: nothing; it tells that the isolate's thread is free.
 */
export type Entry = (
  op: 'start' | 'result' | 'timer' | 'probe',
  a: string | number,
  b?: string | number,
  c?: string,
) => void;

/** Called by the cell's wrapper: `0` the code ran to its end, `1` it threw. */
export type Report = (outcome: 0 | 1, error?: unknown) => void;

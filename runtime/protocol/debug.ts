/**
 * What a host and a process that holds a debugged cell say to each other besides the messages every cell has.
 *
 * Invariant: time and results reach a debugged cell only by the host's word (`result`, `fire`), so a stop stops both.
 */

/** Host to process. Both halves are words of our own or of V8's inspector; nothing a cell made is among them. */
export type DebugOrder =
  /** Payload: one message of the inspector protocol, as JSON. */
  | { readonly t: 'debug'; readonly op: 'inspect' }
  /** Runs the callback of a timer now. */
  | { readonly t: 'debug'; readonly op: 'fire'; readonly id: number }
  /** Makes the code that causes a signal stop at it, or not any more. */
  | { readonly t: 'debug'; readonly op: 'arm'; readonly slot: number; readonly on: boolean }
  /** Whether each step's end is to be told at once; otherwise now and then, for a cell that is to lose no time. */
  | { readonly t: 'debug'; readonly op: 'watch'; readonly on: boolean }
  | { readonly t: 'debug'; readonly op: 'ping' };

/**
 * What is told of a signal before the signal itself: `a` is its id, `b` a tool's index or a delay in ms. Timers are
 * always told of, everything else only where it is about to stop the code.
 */
export type NotedSignal = 'call' | 'timer' | 'clear' | 'yield' | 'notify';

/** Process to host. */
export type DebugWord =
  /** Payload: one message of the inspector protocol, as JSON. */
  | { readonly t: 'debug'; readonly op: 'inspect' }
  | { readonly t: 'debug'; readonly op: 'note'; readonly kind: NotedSignal; readonly a: number; readonly b: number }
  /** Steps the cell has finished since it started, all of those given so far. A step is its start, a result or a timer. */
  | { readonly t: 'debug'; readonly op: 'settled'; readonly steps: number }
  | { readonly t: 'debug'; readonly op: 'pong' };

/** The global under which the host finds what it may ask of the inside, before the cell's code runs; it takes it away. */
export const insideName = '$cellscope';

/**
 * Slots of `arm`. `hold`: the isolate's thread stays inside between steps and takes what comes there, so that V8 keeps a
 * step by lines that crosses an `await`; with `bell` it is told that something has come. `behind`: so many entries lie in
 * the isolate's queue already, and it is the last of them that stays.
 */
export const slots = { yield: 0, notify: 1, timer: 2, call: 3, hold: 4, bell: 5, behind: 6 } as const;
/** Tool number `n` of the list has slot `firstToolSlot + n`, as far as there are slots. */
export const firstToolSlot = 8;
export const slotCount = 1_024;

const known: Record<DebugWord['op'], (header: Record<string, unknown>) => boolean> = {
  inspect: () => true,
  note: header => typeof header.kind === 'string' && typeof header.a === 'number' && typeof header.b === 'number',
  settled: header => Number.isSafeInteger(header.steps),
  pong: () => true,
};

/** Whether a message that calls itself `debug` is one. */
export function isDebugWord(header: Record<string, unknown>): boolean {
  return (
    typeof header.op === 'string' && Object.hasOwn(known, header.op) && known[header.op as DebugWord['op']](header)
  );
}

/**
 * Every limit of the cell runtime, in one place: defaults a person may change (`Limits`) and fixed bounds (`bounds`).
 *
 * Invariant: a cell that meets a limit gets an error that names it, or ends with one; nothing is dropped silently.
 * Leaves out the tools' own limits: they belong to the tools.
 */

export interface Limits {
  /** Heap of one cell, MB (1 MB = 2^20 bytes). */
  readonly memoryMb: number;
  /** Text, image and audio bytes a cell may put out in its life, notifications and its error included. */
  readonly outputBytes: number;
  /** Nested calls of one cell that may be open at once. */
  readonly pendingCalls: number;
  /** Characters of input those calls may have together. */
  readonly pendingCallBytes: number;
  /** Timers of one cell that may be pending at once. */
  readonly timers: number;
  /** Notifications of one cell that may be unacknowledged at once. */
  readonly pendingNotifications: number;
  /** Characters of keys and JSON one cell may keep with `store`, and a session in all. */
  readonly storedBytes: number;
  /** Source of one cell, bytes. */
  readonly sourceBytes: number;
  /** Resident memory of the process that holds a session's cells, MB; above it the process is ended. 0: no watch. */
  readonly processMemoryMb: number;
  /** Cells of one session that may be alive at once, finished but uncollected ones included. */
  readonly liveCells: number;
}

export const defaultLimits: Limits = {
  memoryMb: 256,
  outputBytes: 64 * 2 ** 20,
  pendingCalls: 4096,
  pendingCallBytes: 64 * 2 ** 20,
  timers: 4096,
  pendingNotifications: 1024,
  storedBytes: 64 * 2 ** 20,
  sourceBytes: 8 * 2 ** 20,
  processMemoryMb: 2048,
  liveCells: 128,
};

/** When nobody says otherwise (code-mode §2). */
export const defaultYieldTimeMs = 10_000;
export const defaultMaxOutputTokens = 10_000;

/** Bounds that are no settings: they follow from the specification or from measurements. */
export const bounds = {
  /** How long the end of a cell waits for cancelled tool handlers, ms (programs, serve). */
  handlerSettleMs: 5_000,
  /** How long a process may take to confirm that a cell has stopped before it is killed, ms. */
  stopMs: 1_500,
  /** How long a process may take to begin with a cell it was sent before it is killed, ms. */
  answerMs: 15_000,
  /** How long a new process may take until it is ready, ms. */
  startMs: 20_000,
  /** How many processes may be lost in a row while they start, before a cell that needs one fails. */
  startAttempts: 5,
  /** How long a session has its new process to itself before the next spare is started, ms. */
  spareDelayMs: 50,
  /** Isolates a process keeps ready. */
  warmIsolates: 4,
  /** Cells after which an idle process is replaced: isolated-vm keeps about 5 KB of each. */
  cellsPerProcess: 5_000,
  /** How often resident memory is read, ms. */
  memoryPollMs: 50,
  /** The smallest heap isolated-vm gives a cell, MB. */
  leastMemoryMb: 8,
  /** Address space V8 reserves for one isolate's code, MB; it counts as data for `ulimit -d`. */
  isolateReserveMb: 540,
  /** Data segment a process may have besides its isolates' reservations, MB. */
  processDataMb: 6_000,
  /** What a stored value weighs besides its characters (`bootstrap/stored.ts` says so too). */
  storedEntryBytes: 256,
  /** Text kept per observation, bytes: half head, half tail (code-mode §4). */
  observationTextBytes: 2 ** 20,
} as const;

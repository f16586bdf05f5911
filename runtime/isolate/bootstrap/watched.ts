/**
 * What a debugged cell has besides: the code can be stopped at its signals, and remembers where calls and timers that
 * are open arose. Evaluated in the isolate as text, around the bootstrap.
 *
 * Invariants: timers never fire by themselves, the host's clock decides; nothing here changes what a signal says; what
 * nobody asks for is not made into text, so that a cell nobody stops loses little time.
 * Leaves out `exit`: the process ends the cell without its isolate.
 */

import { insideName } from '../../protocol/debug.ts';
import type { Doors } from './entry.ts';
import type { MailHooks } from './mail.ts';
import type { Entry, SignalKind, Signals } from './signals.ts';
import { bootstrapSource } from './source.ts';

/** File of the function that stops. Not the bootstrap's: V8 ignores `debugger` in files that are skipped. */
export const trapFile = 'codemode:trap';
export const trapSource = '"use strict"; return function trap() { debugger; };';

/** What the debugger can ask of the inside, through V8's inspector, also while the code stands still. */
export interface Inside {
  /** The stack at which a call (`1`, …) or a timer (`-1`, …) that is open arose, or was answered just now. */
  stackOf(id: number): string;
  /** The stack of the code that stands still, callers that await it included. */
  trace(): string;
  /** Stays in the isolate when the code has fallen still, as long as its slot says so (`protocol/debug.ts`). */
  hold(): void;
}

/** The signal; `noted` 1: to be told of beforehand, `ms`: the time a timer is to take. */
type EmitAt = (
  kind: SignalKind | 'still',
  at: number,
  a?: string | number,
  b?: string | number,
  c?: string,
  noted?: 0 | 1,
  ms?: number,
) => void;

interface Watch {
  readonly emit: Signals['emit'];
  readonly inside: Inside;
  /** The way in, watched; what comes while the thread is held goes there as well. */
  readonly watchEntry: (entry: Entry) => Entry;
  readonly mailHooks: MailHooks;
}

function watched(emit: EmitAt, armed: Int32Array, trap: () => void, take: () => string | undefined): Watch {
  const NativeError = Error;
  const { captureStackTrace } = Error;
  const { load, store, wait } = Atomics;
  const { parse } = JSON;
  const never = 2_147_483_647;
  const firstTool = 8;
  /** Of the code that makes a call, and of ours above it: each frame costs some microseconds. */
  const callFrames = 8;
  const traceFrames = 40;
  const slotOf = { __proto__: null, yield: 0, notify: 1, timer: 2, call: 3 } as unknown as Record<string, number>;
  /** By number: calls count up from 1, timers down from -1. */
  const places = { __proto__: null } as unknown as Record<number, { stack?: unknown }>;
  /** Those that were answered last stay known for a while: what their answer causes may fail. */
  const answered = { __proto__: null } as unknown as Record<number, number>;
  const remembered = 64;
  let answers = 0;
  const holdSlot = 4;
  const bellSlot = 5;
  const behindSlot = 6;
  /** After so many turns of the microtask queue in which nothing came the code has fallen still. */
  const stillAfter = 200;
  /** How long to wait for the bell then, ms. Code that goes on for longer gets a turn in between. */
  const waitMs = 1;
  let enter: Entry = () => {};
  let holding = false;
  let heard = 0;

  function begin(): void {
    if (holding) return;
    holding = true;
    void stay();
  }

  async function stay(): Promise<void> {
    let idle = 0;
    while (load(armed, holdSlot) === 1 || load(armed, bellSlot) !== heard) {
      if (load(armed, bellSlot) !== heard) {
        heard++;
        idle = 0;
        const event = take();
        if (event !== undefined) {
          const parts = parse(event) as ['result', number, 0 | 1, string];
          enter(parts[0], parts[1], parts[2], parts[3]);
        }
      } else {
        idle++;
        if (idle === stillAfter) emit('still', 0);
        if (idle >= stillAfter) wait(armed, bellSlot, heard, waitMs);
      }
      await undefined;
    }
    holding = false;
  }

  /** Code may have frozen what the limit belongs to, or made it something else: then it stays as it is. */
  function limitFrames(frames: number): number {
    try {
      const before = NativeError.stackTraceLimit;
      NativeError.stackTraceLimit = frames;
      return before;
    } catch {
      return frames;
    }
  }

  function here(mostFrames: number, above: (...args: never[]) => unknown): { stack?: unknown } {
    const place: { stack?: unknown } = {};
    const before = limitFrames(mostFrames);
    captureStackTrace(place, above);
    limitFrames(before);
    return place;
  }

  function textOf(place: { stack?: unknown } | undefined): string {
    try {
      const stack = place?.stack;
      return typeof stack === 'string' ? stack : '';
    } catch {
      return '';
    }
  }

  function stopsAtCall(tool: number): boolean {
    return armed[3] === 1 || armed[firstTool + tool] === 1;
  }

  function forgetLater(id: number): void {
    answers++;
    const slot = answers % remembered;
    const old = answered[slot];
    if (old !== undefined) delete places[old];
    answered[slot] = id;
  }

  function calling(id: number, tool: number): boolean {
    places[id] = here(callFrames, calling);
    return stopsAtCall(tool);
  }

  const say: Signals['emit'] = (kind, at, a, b, c) => {
    const slot = slotOf[kind];
    if (slot === undefined) {
      if (kind === 'clear') {
        delete places[-(a as number)];
        emit(kind, at, a, b, c, 1);
      } else emit(kind, at, a, b, c);
      return;
    }
    const stops = kind === 'call' ? stopsAtCall(b as number) : armed[slot] === 1;
    if (kind === 'call') places[a as number] = here(callFrames, say);
    if (kind === 'timer') {
      places[-(a as number)] = here(callFrames, say);
      emit(kind, at, a, never, c, 1, b as number);
    } else if (stops) emit(kind, at, a, b, c, 1);
    else emit(kind, at, a, b, c);
    if (stops) trap();
  };

  return {
    inside: {
      stackOf: id => textOf(places[id]),
      trace: () => textOf(here(traceFrames, here)),
      hold() {
        if (load(armed, behindSlot) === 0) begin();
      },
    },
    watchEntry(entry) {
      enter = (op, a, b, c) => {
        if (op === 'result') forgetLater(a as number);
        else if (op === 'timer') forgetLater(-(a as number));
        entry(op, a, b, c);
        const behind = load(armed, behindSlot);
        if (behind === 0) return;
        store(armed, behindSlot, behind - 1);
        if (behind === 1 && load(armed, holdSlot) === 1) begin();
      };
      return enter;
    },
    mailHooks: {
      calling,
      answered: forgetLater,
    },
    emit: say,
  };
}

function withInside(watch: Watch, doors: Doors, name: string): Doors {
  const { entry, report, importer, plain } = doors;
  const { store } = globalThis as { store?: unknown };
  const { stackOf, trace, hold } = watch.inside;
  const inside = { __proto__: null, store, stackOf, trace, hold };
  Reflect.defineProperty(globalThis, name, { value: inside, configurable: true });
  return { entry: watch.watchEntry(entry), report, importer, plain };
}

/**
 * Arguments: those of the bootstrap, the slots' shared buffer, the function that stops, the mail's shared buffer, and a
 * function that gives the next of what has come.
 */
export const watchedBootstrap = `"use strict";
const watch = (${watched})($0, new Int32Array($6), $7, $9);
return (${withInside})(watch, ${bootstrapSource}(watch.emit, $1, $2, $3, $4, $5, $8, watch.mailHooks), "${insideName}");`;

/**
 * What a debugged cell has besides: where each signal arose is told to the host, and the code can be stopped there.
 * Evaluated in the isolate as text, before the helpers of the bootstrap are made from the signals it returns.
 *
 * Invariants: timers never fire by themselves, the host's clock decides; nothing here changes what a signal says.
 * Leaves out `exit`: the process ends the cell without its isolate.
 */

import type { SignalKind, Signals } from './signals.ts';
import { bootstrapSource } from './source.ts';

/** File of the function that stops. Not the bootstrap's: V8 ignores `debugger` in files that are skipped. */
export const trapFile = 'codemode:trap';
export const trapSource = '"use strict"; return function trap() { debugger; };';

/** The signal with where it arose, and for a timer the time it is to take. */
type EmitAt = (
  kind: SignalKind,
  at: number,
  a: string | number | undefined,
  b: string | number | undefined,
  c: string | undefined,
  ms: number,
  stack: string,
) => void;

function watched(emit: EmitAt, armed: Int32Array, trap: () => void): Signals['emit'] {
  const NativeError = Error;
  const { captureStackTrace } = Error;
  const never = 2_147_483_647;
  const firstTool = 8;
  const slotOf = { __proto__: null, yield: 0, notify: 1, timer: 2, call: 3 } as unknown as Record<string, number>;

  function here(): string {
    const holder: { stack?: unknown } = {};
    const limit = NativeError.stackTraceLimit;
    try {
      NativeError.stackTraceLimit = 40;
      captureStackTrace(holder);
      const { stack } = holder;
      NativeError.stackTraceLimit = limit;
      return typeof stack === 'string' ? stack : '';
    } catch {
      return '';
    }
  }

  return (kind, at, a, b, c) => {
    const slot = slotOf[kind];
    if (slot === undefined) {
      emit(kind, at, a, b, c, 0, '');
      return;
    }
    const detail = typeof b === 'number' ? b : 0;
    emit(kind, at, a, kind === 'timer' ? never : b, c, detail, here());
    if (armed[slot] === 1 || (kind === 'call' && armed[firstTool + detail] === 1)) trap();
  };
}

/** Arguments: those of the bootstrap, then the slots' shared buffer, and the function that stops. */
export const watchedBootstrap = `"use strict";
return ${bootstrapSource}((${watched})($0, new Int32Array($6), $7), $1, $2, $3, $4, $5);`;

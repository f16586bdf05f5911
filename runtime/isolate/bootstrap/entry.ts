/**
 * The inside's two doors: `entry`, by which the process reaches in, and `report`, by which the cell's wrapper says that
 * the code has ended. Evaluated in the isolate as text; last of all, after every helper is in place.
 *
 * Invariant: a cell ends once. Its completion is its wrapper's own call, never a promise that code could override.
 */

import type { Kit } from './kit.ts';
import type { Mail } from './mail.ts';
import type { Entry, InsideLimits, Report } from './signals.ts';
import type { Stored } from './stored.ts';
import type { Timers } from './timers.ts';
import type { Calls } from './tools.ts';

export interface Doors {
  readonly entry: Entry;
  readonly report: Report;
  /** What `import(…)` in a cell becomes. */
  readonly importer: (specifier: unknown) => Promise<never>;
  /** What code passes through on its way to `eval` and `Function`. */
  readonly plain: (code: unknown) => unknown;
}

export function makeEntry(kit: Kit, mail: Mail, calls: Calls, timers: Timers, stored: Stored): Doors {
  const { NativePromise, send, describe, parse, limits, expose, native, signals, contains } = kit;
  const { leave, plainScript } = signals;
  let over = false;
  let step: 0 | 1 = 0;

  const report: Report = (outcome, error) => {
    if (over) return;
    const text = outcome === 0 ? '' : describe(error);
    over = true;
    calls.end();
    stored.commit();
    if (outcome === 0) send('done', '', step);
    else send('failed', text, step);
  };

  const entry: Entry = (op, a, b, c) => {
    mail.entered();
    if (op !== 'start') step = 1;
    if (op === 'result') {
      calls.settle(a as number, b as 0 | 1, c as string);
    } else if (op === 'timer') {
      // It was due before the process had heard of the end.
      if (over) return;
      try {
        timers.fire(a as number);
      } catch (error) {
        report(1, error);
      }
    } else if (op === 'start') {
      const given = parse(b as string) as InsideLimits;
      limits.pendingCalls = given.pendingCalls;
      limits.pendingCallBytes = given.pendingCallBytes;
      limits.timers = given.timers;
      limits.storedBytes = given.storedBytes;
      limits.remoteImages = given.remoteImages;
      calls.offer(a as string);
    }
  };

  function exit(): never {
    stored.commit();
    for (;;) leave();
  }
  expose('exit', native(exit));
  for (const name of ['console', 'Atomics', 'SharedArrayBuffer', 'WebAssembly'] as const) {
    Reflect.deleteProperty(globalThis, name);
  }
  const rejected = (reason: unknown) =>
    new NativePromise<never>((_resolve, reject) => {
      reject(reason);
    });
  const importer = (specifier: unknown) => {
    try {
      `${specifier}`;
    } catch (error) {
      return rejected(error);
    }
    return rejected('unsupported import in exec');
  };
  const plain = (code: unknown) =>
    plainScript !== undefined && typeof code === 'string' && contains(code, 'import') ? plainScript(code) : code;
  return { entry, report, importer, plain };
}

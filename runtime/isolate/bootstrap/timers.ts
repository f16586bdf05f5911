/**
 * `setTimeout` and `clearTimeout` (code-mode §5). Evaluated in the isolate as text; the clock runs in the process.
 */

import type { Kit } from './kit.ts';

export interface Timers {
  /** Runs the callback of a timer that is due. Throws what it throws. */
  fire(id: number): void;
}

export function installTimers(kit: Kit): Timers {
  const { send, limits, expose, native } = kit;
  const { trunc } = Math;
  const callbacks = kit.table<() => void>();
  let count = 0;
  let lastId = 0;

  /** Milliseconds as a timer takes them: whole, not negative, within 31 bits. */
  function delayOf(value: unknown): number {
    const ms = trunc(+(value as number));
    if (!(ms > 0)) return 0;
    return ms > 2_147_483_647 ? 2_147_483_647 : ms;
  }

  function setTimer(callback: unknown, ms: unknown): number {
    if (typeof callback !== 'function') throw 'setTimeout expects a function callback';
    const delay = ms === undefined ? 0 : delayOf(ms);
    if (count >= limits.timers) throw `too many timers are pending at once (limit ${limits.timers})`;
    const id = lastId + 1;
    callbacks[id] = callback as () => void;
    send('timer', id, delay);
    lastId = id;
    count++;
    return id;
  }

  function clearTimer(anyId: unknown): void {
    if (anyId === undefined || anyId === null) return;
    let id: number;
    try {
      id = trunc(+(anyId as number));
    } catch {
      throw 'clearTimeout expects a numeric timeout id';
    }
    if (callbacks[id] === undefined) return;
    delete callbacks[id];
    count--;
    send('clear', id);
  }

  expose('setTimeout', native(setTimer));
  expose('clearTimeout', native(clearTimer));

  return {
    fire(id) {
      const callback = callbacks[id];
      if (callback === undefined) return;
      delete callbacks[id];
      count--;
      callback();
    },
  };
}

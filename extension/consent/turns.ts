/**
 * One at a time: work that waits for what was asked for before it.
 *
 * Invariant: whoever turns away while waiting is gone at once and costs the others nothing.
 */

import { deferred } from '../../runtime/base/deferred.ts';

export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Nobody waits and nothing is under way. */
  get idle(): boolean {
    return this.#waiting === 0;
  }

  /** Does `work` when it is its turn, and answers as it does. Rejects with the signal's reason when that comes first. */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const before = this.#last;
    const over = deferred<void>();
    this.#last = before.then(() => over.promise);
    this.#waiting += 1;
    try {
      await orAborted(before, signal);
      signal.throwIfAborted();
      return await work();
    } finally {
      this.#waiting -= 1;
      over.resolve();
    }
  }
}

function orAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const aborted = deferred<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  return Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener('abort', abort));
}

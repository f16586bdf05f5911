/**
 * Work that may be much, done without holding the thread for long: the first slice at once, the others as the event loop
 * comes round.
 *
 * Invariant: little work is over when `go` returns; `done` is called once for each time that work came to its end.
 */

import type { Disposable } from '../base/disposable.ts';

/** How long a slice may take, ms: with what cannot be cut, such as a collection of garbage, it still passes unnoticed. */
export const sliceMs = 8;

export class SlicedWork implements Disposable {
  readonly #slice: () => 'more' | 'done' | 'stop';
  readonly #done: () => void;
  #next: NodeJS.Immediate | undefined;

  /** `slice` works for `sliceMs`, and says whether there is more, or whether nobody wants it any longer. */
  constructor(slice: () => 'more' | 'done' | 'stop', done: () => void) {
    this.#slice = slice;
    this.#done = done;
  }

  get busy(): boolean {
    return this.#next !== undefined;
  }

  /** Begins; what is under way goes on. */
  go(): void {
    if (!this.busy) this.#work();
  }

  dispose(): void {
    clearImmediate(this.#next);
    this.#next = undefined;
  }

  #work(): void {
    this.#next = undefined;
    const state = this.#slice();
    if (state === 'more') this.#next = setImmediate(() => this.#work());
    else if (state === 'done') this.#done();
  }
}

/**
 * Many changes, few beats: runs `beat` once at most every `everyMs`, a moment after the first change.
 */

import type { Disposable } from '../base/disposable.ts';

export class Pulse implements Disposable {
  readonly #everyMs: number;
  readonly #beat: () => void;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(everyMs: number, beat: () => void) {
    this.#everyMs = everyMs;
    this.#beat = beat;
  }

  changed(): void {
    if (this.#over) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#beat();
    }, this.#everyMs);
  }

  /** Beats now if a change is waiting. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#beat();
  }

  dispose(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

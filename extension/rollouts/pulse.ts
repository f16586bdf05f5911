/**
 * Many changes, few beats: runs `beat` once at most every `everyMs`, a moment after the first change. An eager one beats
 * as soon as the thread is free when it has been still for that long.
 */

import type { Disposable } from '../base/disposable.ts';

export class Pulse implements Disposable {
  readonly #everyMs: number;
  readonly #beat: () => void;
  readonly #eager: boolean;
  #timer: NodeJS.Timeout | undefined;
  #beatAtMs = Number.NEGATIVE_INFINITY;
  #over = false;

  constructor(everyMs: number, beat: () => void, { eager = false } = {}) {
    this.#everyMs = everyMs;
    this.#beat = beat;
    this.#eager = eager;
  }

  changed(): void {
    if (this.#over) return;
    this.#timer ??= setTimeout(() => this.#go(), this.#waitMs());
  }

  #waitMs(): number {
    return this.#eager ? Math.max(0, this.#beatAtMs + this.#everyMs - performance.now()) : this.#everyMs;
  }

  #go(): void {
    this.#timer = undefined;
    this.#beatAtMs = performance.now();
    this.#beat();
  }

  /** Beats now if a change is waiting. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#go();
  }

  dispose(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

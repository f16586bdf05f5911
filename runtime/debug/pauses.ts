/**
 * Pauses that were asked for. V8 forgets one that it was asked for just before code began to run, so it is asked anew;
 * and makes one that has become pointless all the same, at whatever runs next. It stops code only where a function is
 * called or a loop turns: one that finds no such place for long is told of.
 */

import type { Inspector } from './inspector.ts';

/** How long code may run on after a pause was asked for before it is asked for again, ms. */
const insistMs = 20;
/** How long a person waits for a pause without asking what became of it, ms. */
const patienceMs = 1_000;

export class Pauses {
  readonly #inspector: Inspector;
  readonly #onLate: () => void;
  #insisting: NodeJS.Timeout | undefined;
  #late: NodeJS.Timeout | undefined;
  #stale = false;

  /** `onLate`: one that was asked for has not come for a while; once for each. */
  constructor(inspector: Inspector, onLate: () => void) {
    this.#inspector = inspector;
    this.#onLate = onLate;
  }

  ask(): void {
    this.rest();
    this.#insisting = setInterval(() => this.#inspector.tell('Debugger.pause'), insistMs);
    this.#insisting.unref();
    this.#late = setTimeout(this.#onLate, patienceMs);
    this.#late.unref();
    this.#inspector.tell('Debugger.pause');
  }

  /** Whether one is asked for, and has not come. */
  get asked(): boolean {
    return this.#insisting !== undefined;
  }

  /** Asks no more. */
  rest(): void {
    clearInterval(this.#insisting);
    clearTimeout(this.#late);
    this.#insisting = undefined;
  }

  /** The one that was asked for found nothing running: the next is not meant. */
  missed(): void {
    this.rest();
    this.#stale = true;
  }

  /** Whether this one was meant for something else; once. */
  takeStale(): boolean {
    const stale = this.#stale;
    this.#stale = false;
    return stale;
  }
}

/**
 * Pauses that were asked for. V8 forgets one that it was asked for just before code began to run, so it is asked anew;
 * and makes one that has become pointless all the same, at whatever runs next.
 */

import type { Inspector } from './inspector.ts';

/** How long code may run on after a pause was asked for before it is asked for again, ms. */
const insistMs = 20;

export class Pauses {
  readonly #inspector: Inspector;
  #insisting: NodeJS.Timeout | undefined;
  #stale = false;

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  ask(): void {
    this.rest();
    this.#insisting = setInterval(() => this.#inspector.tell('Debugger.pause'), insistMs);
    this.#insisting.unref();
    this.#inspector.tell('Debugger.pause');
  }

  /** Whether one is asked for, and has not come. */
  get asked(): boolean {
    return this.#insisting !== undefined;
  }

  /** Asks no more. */
  rest(): void {
    clearInterval(this.#insisting);
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

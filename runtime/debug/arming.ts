/**
 * What the process of a debugged cell has been told: at which signals the code is to stop, and whether to tell of each
 * step's end. Only differences are sent.
 */

import type { DebugOrder } from '../protocol/debug.ts';

export class Arming {
  readonly #order: (order: DebugOrder) => void;
  readonly #armed = new Set<number>();
  #watched = true;

  constructor(order: (order: DebugOrder) => void) {
    this.#order = order;
  }

  arm(slots: readonly (readonly [slot: number, on: boolean])[]): void {
    for (const [slot, on] of slots) {
      if (this.#armed.has(slot) === on) continue;
      if (on) this.#armed.add(slot);
      else this.#armed.delete(slot);
      this.#order({ t: 'debug', op: 'arm', slot, on });
    }
  }

  watch(on: boolean): void {
    if (on === this.#watched) return;
    this.#watched = on;
    this.#order({ t: 'debug', op: 'watch', on });
  }
}

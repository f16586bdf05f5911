/**
 * Isolates that stand ready, because making one costs more than a millisecond of the process's main thread.
 *
 * None is made while the only cell runs: its messages come first. The best moment is right after a cell has ended, when
 * whoever ran it has its answer and thinks about the next; in a crowd of cells they are made aside.
 */

import type { Ivm } from './addon.ts';
import { IsolateMaker } from './isolateMaker.ts';
import { type Bootstrap, WarmIsolate } from './warmIsolate.ts';

/** How long no cell may have started before an isolate is made all the same, ms. */
const quietMs = 20;

export class WarmPool {
  readonly #ivm: Ivm;
  readonly #bootstrap: Bootstrap = { compiled: undefined };
  readonly #size: number;
  readonly #maker: IsolateMaker;
  #ready: WarmIsolate[] = [];
  /** How many are being made aside. */
  #coming = 0;
  #memoryMb: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(ivm: Ivm, size: number, memoryMb: number) {
    this.#ivm = ivm;
    this.#size = size;
    this.#memoryMb = memoryMb;
    this.#maker = new IsolateMaker(ivm);
    // The first is made at once, the others when nobody waits for the process any more.
    this.refill();
    this.refillLater();
  }

  /** From now on isolates have this heap limit, MB. */
  setMemory(memoryMb: number): void {
    if (memoryMb === this.#memoryMb) return;
    this.#memoryMb = memoryMb;
    for (const warm of this.#ready) warm.isolate.dispose();
    this.#ready = [];
    this.refillLater();
  }

  take(): WarmIsolate {
    const warm = this.#ready.shift() ?? this.#make();
    this.refillLater();
    return warm;
  }

  /** A cell has ended, or another is about to come. */
  refill(): void {
    if (this.#lacks()) this.#ready.push(this.#make());
  }

  /** Many cells are about to come: meanwhile the main thread goes on. */
  async refillAside(): Promise<void> {
    if (!this.#lacks()) return;
    const memoryMb = this.#memoryMb;
    this.#coming++;
    try {
      const isolate = await this.#maker.aside(memoryMb);
      if (memoryMb === this.#memoryMb) this.#ready.push(new WarmIsolate(this.#ivm, isolate, this.#bootstrap));
      else isolate.dispose();
    } catch {
      // The next cell has its own made, and hears why that cannot be.
    } finally {
      this.#coming--;
    }
  }

  /** When no cell has started for a while. */
  refillLater(): void {
    if (this.#timer !== null) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#refillSlowly(), quietMs);
  }

  #lacks(): boolean {
    return this.#ready.length + this.#coming < this.#size;
  }

  #make(): WarmIsolate {
    const isolate = this.#maker.now(this.#memoryMb, message => warm.occupant?.wrecked(message));
    const warm: WarmIsolate = new WarmIsolate(this.#ivm, isolate, this.#bootstrap);
    return warm;
  }

  /** One a turn, so that no message is kept waiting longer than one takes. */
  #refillSlowly(): void {
    this.#timer = null;
    this.refill();
    if (this.#lacks()) this.#timer = setTimeout(() => this.#refillSlowly(), 1);
  }
}

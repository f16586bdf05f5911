/**
 * Isolates that stand ready, because making one costs nearly two milliseconds of the process's main thread.
 *
 * Invariant: while cells run none is made unless none is left: their messages come first.
 */

import type { Ivm } from './addon.ts';
import { type CompiledBootstrap, compileBootstrap, WarmIsolate } from './warmIsolate.ts';

/** How long no cell may have started or ended before an isolate is made, ms. */
const quietMs = 3;

export class WarmPool {
  readonly #ivm: Ivm;
  readonly #compiled: CompiledBootstrap;
  readonly #size: number;
  #ready: WarmIsolate[] = [];
  #memoryMb: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(ivm: Ivm, size: number, memoryMb: number) {
    this.#ivm = ivm;
    this.#compiled = compileBootstrap(ivm);
    this.#size = size;
    this.#memoryMb = memoryMb;
    while (this.#ready.length < size) this.#ready.push(this.#make());
  }

  /** From now on isolates have this heap limit, MB. */
  setMemory(memoryMb: number): void {
    if (memoryMb === this.#memoryMb) return;
    this.#memoryMb = memoryMb;
    for (const warm of this.#ready) warm.isolate.dispose();
    this.#ready = [];
    this.disturb();
  }

  take(): WarmIsolate {
    const warm = this.#ready.pop() ?? this.#make();
    this.disturb();
    return warm;
  }

  /** Something that matters has just happened: making isolates can wait a little longer. */
  disturb(): void {
    if (this.#timer !== null) this.#timer.refresh();
    else if (this.#ready.length < this.#size) this.#timer = setTimeout(() => this.#refill(), quietMs);
  }

  #make(): WarmIsolate {
    return new WarmIsolate(this.#ivm, this.#memoryMb, this.#compiled);
  }

  /** One a turn, so that no message is kept waiting longer than one takes. */
  #refill(): void {
    this.#timer = null;
    this.#ready.push(this.#make());
    if (this.#ready.length < this.#size) this.#timer = setTimeout(() => this.#refill(), 1);
  }
}

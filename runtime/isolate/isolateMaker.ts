/**
 * Makes isolates: at once, on the process's main thread, or aside, on the thread of an isolate kept for nothing else.
 *
 * Making one costs about a millisecond, in which the main thread could carry messages. But whoever makes it is told when
 * V8 gives it up, and isolated-vm can only tell the main thread: with an isolate made aside the process ends.
 * Invariants: the maker's own isolate runs no code but the line below and is never given to a cell; nothing of it can be
 * reached from the inside of what it makes.
 */

import type { Isolate, Reference } from 'isolated-vm';
import type { Ivm } from './addon.ts';

type Make = (memoryMb: number) => Isolate;

const makeSource = 'memoryLimit => new ivm.Isolate({ memoryLimit })';
/** The least isolated-vm takes, MB. */
const ownMemoryMb = 8;

export class IsolateMaker {
  readonly #ivm: Ivm;
  #aside: Promise<Reference<Make>> | null = null;

  constructor(ivm: Ivm) {
    this.#ivm = ivm;
  }

  /** `wrecked` is told when V8 gives the isolate up: its thread will never come back. */
  now(memoryLimit: number, wrecked: (message: string) => void): Isolate {
    return new this.#ivm.Isolate({ memoryLimit, onCatastrophicError: wrecked });
  }

  async aside(memoryMb: number): Promise<Isolate> {
    this.#aside ??= this.#open();
    const make = await this.#aside;
    return make.apply(undefined, [memoryMb]);
  }

  async #open(): Promise<Reference<Make>> {
    const isolate = new this.#ivm.Isolate({ memoryLimit: ownMemoryMb });
    const context = await isolate.createContext();
    await context.global.set('ivm', this.#ivm);
    return context.eval(makeSource, { reference: true });
  }
}

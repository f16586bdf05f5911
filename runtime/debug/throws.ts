/**
 * At which of the things a cell throws it is to stop.
 *
 * V8 stops at all of them and knows nothing of who awaits; whether one is caught is read in the text (`program.ts`).
 * Invariant: what nobody catches is thrown anew in every function that awaits, and told of once.
 */

import type { CodeFrame } from './codeFrame.ts';
import type { Inspector } from './inspector.ts';
import type { Paused } from './inspectorTypes.ts';
import type { Program } from './program.ts';

export type ExceptionMode = 'none' | 'uncaught' | 'all';

export interface Thrown {
  /** Where the cell has thrown it, or made the call that failed. */
  readonly frames: readonly CodeFrame[];
  readonly thrown: string;
  readonly caught: boolean;
}

export class Throws {
  readonly #inspector: Inspector;
  readonly #program: Program;
  #mode: ExceptionMode = 'none';
  #last = { text: '', where: '' };

  constructor(inspector: Inspector, program: Program) {
    this.#inspector = inspector;
    this.#program = program;
  }

  async set(mode: ExceptionMode): Promise<void> {
    this.#mode = mode;
    await this.#inspector.command('Debugger.setPauseOnExceptions', { state: mode === 'none' ? 'none' : 'all' });
  }

  /** A step wants to hear of them as well, or not any more. */
  watch(on: boolean): void {
    if (this.#mode === 'none') {
      this.#inspector.tell('Debugger.setPauseOnExceptions', { state: on ? 'all' : 'none' });
    }
  }

  /** Null: nobody wants to stop at it. `awaiting` await the code that has thrown it. */
  async judge(
    { data }: Paused,
    frames: readonly CodeFrame[],
    awaiting: () => Promise<readonly CodeFrame[]>,
  ): Promise<Thrown | null> {
    if (this.#mode === 'none') return null;
    const thrown = String(data?.description ?? data?.value ?? 'undefined');
    const caught = this.#program.catches(frames) || this.#program.catches(await awaiting());
    const where = `${frames[0]?.line}:${frames[0]?.column}`;
    const again = thrown === this.#last.text && where !== this.#last.where;
    if (!again) this.#last = { text: thrown, where };
    return again || (caught && this.#mode !== 'all') ? null : { frames, thrown, caught };
  }
}

/**
 * Why a debugged cell stands, or is to stop at the next occasion.
 *
 * Invariants: while it stands its clock does, too; a stop that somebody wants is made once; each stop is told of, with
 * how long it took when the cell goes on.
 */

import type { Intervention } from '../base/observer.ts';
import type { Clock } from './clock.ts';
import type { CodeStops } from './codeStops.ts';
import type { DebuggerEvent, Stop } from './debuggerEvents.ts';
import type { Reason } from './stopReasons.ts';

export interface StandingOwner {
  readonly clock: Clock;
  readonly code: CodeStops;
  /** Whether anything can still be stopped: the cell has begun and its code has not ended. */
  alive(): boolean;
  /** Whether the cell computes. */
  busy(): boolean;
  /** Tells the process what to stop at. */
  arm(): void;
  record(intervention: Intervention): void;
  emit(event: DebuggerEvent): void;
}

export class Standing {
  readonly #owner: StandingOwner;
  #stop: Stop | null = null;
  #since = 0;
  /** Stop at the next occasion, for this reason. */
  wanted: Reason | null = null;
  #pauseAsked = false;

  constructor(owner: StandingOwner) {
    this.#owner = owner;
  }

  /** Why it stands; null while it runs. */
  get stop(): Stop | null {
    return this.#stop;
  }

  /** Stops at once where no code runs, else at the next occasion. */
  soon(wanted: Reason): void {
    const { code, alive, busy, arm } = this.#owner;
    if (this.#stop !== null || !alive()) return;
    if (!busy()) {
      this.here(wanted);
      return;
    }
    this.wanted ??= wanted;
    arm();
    if (this.#pauseAsked) return;
    this.#pauseAsked = true;
    code.pause();
  }

  /** Stops where no code runs. */
  here(why: Reason): void {
    this.with({ ...why, frames: [], breakpoints: [] });
  }

  with(stop: Stop): void {
    const { clock, code, emit } = this.#owner;
    clock.stop();
    this.wanted = null;
    this.#stop = stop;
    this.#since = performance.now();
    code.forgetStep();
    emit({ type: 'stopped', stop });
  }

  /** The code has come to stand: a pause that was asked for is answered by it, or pointless now. True when one was. */
  takePause(): boolean {
    const asked = this.#pauseAsked;
    this.#pauseAsked = false;
    return asked;
  }

  /** The cell has fallen still. True when it was to be stopped. */
  atRest(): boolean {
    if (this.wanted === null) return false;
    if (this.takePause()) this.#owner.code.pauseMissed();
    this.here(this.wanted);
    return true;
  }

  /** It goes on. */
  leave(): void {
    if (this.#stop === null) return;
    const { reason } = this.#stop;
    this.#owner.record({ action: 'stopped', reason, forMs: Math.round(performance.now() - this.#since) });
    this.drop();
    this.#owner.emit({ type: 'continued' });
  }

  /** It stands no more, and nobody is told. */
  drop(): void {
    this.#stop = null;
    this.wanted = null;
  }
}

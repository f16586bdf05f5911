/**
 * What a debugged cell does next when it has fallen still: stops, takes what has arrived, hurries to what is due, or is
 * found to be at a dead end ("why does my cell hang" answered before it is asked).
 *
 * A cell that has just fallen still may be about to say that it has ended; so a dead end is looked at twice, with an answer
 * of its isolate in between, which comes after all that it had to say.
 */

import type { Clock } from './clock.ts';
import type { CodeStops } from './codeStops.ts';
import type { Deliveries } from './deliveries.ts';
import type { Frontier } from './frontier.ts';
import type { Interests } from './interests.ts';
import type { Standing } from './standing.ts';

export interface RestOwner {
  readonly frontier: Frontier;
  readonly clock: Clock;
  readonly code: CodeStops;
  readonly standing: Standing;
  readonly deliveries: Deliveries;
  readonly interests: Interests;
  /** Jump over times in which nothing can happen. */
  readonly hurried: boolean;
  /** The cell has begun, and its code has not ended. */
  alive(): boolean;
  /** Resolves when the isolate has answered. */
  heard(): Promise<void>;
  deadEnd(): void;
}

/** Between the two looks at a dead end, ms. */
const lookAgainMs = 50;

export class AtRest {
  readonly #owner: RestOwner;
  #told = false;

  constructor(owner: RestOwner) {
    this.#owner = owner;
  }

  /** Something has been done to the cell: a dead end may be told of again. */
  forget(): void {
    this.#told = false;
  }

  /** A step of the cell has ended. */
  begin(): void {
    const { frontier, code, standing, deliveries, interests, hurried } = this.#owner;
    if (!this.#isSo()) return;
    if (standing.atRest()) return;
    const { goal } = interests;
    const nothingReady = frontier.next === undefined;
    if (goal.kind === 'event' && goal.until.type === 'delivery' && (deliveries.last !== null || nothingReady)) {
      standing.here({ reason: 'step', text: 'Delivered' });
      return;
    }
    if (code.stepping) {
      void code
        .cover()
        .catch(() => {})
        .then(() => deliveries.pump());
    } else deliveries.pump();
    this.lookForDeadEnd();
    if (hurried && frontier.next === undefined) setImmediate(() => this.#hurry());
  }

  lookForDeadEnd(): void {
    if (this.#told || !this.#isDead()) return;
    setTimeout(() => {
      if (this.#isDead()) void this.#owner.heard().then(() => this.#lookAgain());
    }, lookAgainMs).unref();
  }

  #lookAgain(): void {
    if (this.#told || !this.#isDead()) return;
    this.#told = true;
    this.#owner.deadEnd();
  }

  #hurry(): void {
    if (this.#isSo() && this.#owner.frontier.next === undefined) this.#owner.clock.jump();
  }

  /** Nothing of it runs, and nobody has stopped it. */
  #isSo(): boolean {
    const { deliveries, standing, alive } = this.#owner;
    return alive() && !deliveries.busy && standing.stop === null;
  }

  #isDead(): boolean {
    const { frontier, code } = this.#owner;
    return this.#isSo() && frontier.empty && code.paused === null;
  }
}

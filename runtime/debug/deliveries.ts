/**
 * Takes what is ready to the cell, one after the other, and knows whether the cell computes.
 *
 * Invariant: nothing is taken to a cell that is stopped; what somebody wants to stop at is announced before it is taken,
 * and announced once.
 */

import type { CellEvent } from './debuggerEvents.ts';
import { eventOf, type Frontier, type Pending } from './frontier.ts';
import type { Interests } from './interests.ts';

export interface Deliverer {
  readonly frontier: Frontier;
  readonly interests: Interests;
  /** Whether anything may reach the cell now. */
  open(): boolean;
  /** Whether what is taken there now cannot escape the step under way. */
  covered(): boolean;
  /** Somebody wants to stop before this. */
  announce(event: CellEvent): void;
  deliver(pending: Pending): void;
}

export class Deliveries {
  readonly #owner: Deliverer;
  #given = 0;
  #ended = 0;
  #announced: Pending | null = null;
  /** What was taken to the cell last, since it goes on. */
  last: Pending | null = null;

  constructor(owner: Deliverer) {
    this.#owner = owner;
  }

  /** Whether the cell computes, as far as is known: it may have stopped doing so a moment ago. */
  get busy(): boolean {
    return this.#given !== this.#ended;
  }

  /** The cell has started: its first step. */
  begin(): void {
    this.#given = 1;
  }

  /** So many steps have ended. */
  endedAt(steps: number): void {
    // Steps that lay behind others end after what they were counted for.
    this.#ended = Math.max(this.#ended, steps);
  }

  /** The code has ended, and every step with it. */
  allEnded(): void {
    this.#ended = this.#given;
  }

  /** Takes what is ready to the cell, as far as its goal lets it. */
  pump(): void {
    const { frontier, interests, open, covered, announce } = this.#owner;
    while (open()) {
      const { next } = frontier;
      if (next === undefined) return;
      if (interests.careful && this.busy) return;
      const event = eventOf(next);
      if (this.#announced !== next && interests.wants(event)) {
        this.#announced = next;
        announce(event);
        return;
      }
      if (!covered()) return;
      this.#announced = null;
      this.last = next;
      this.#given++;
      this.#owner.deliver(next);
    }
  }
}

/**
 * The end of a cell by its model, one cancellation at a time, for a person who wants to watch it.
 *
 * A session cancels all open calls at once and waits for their handlers. Here each is cancelled when the person goes
 * on, oldest first as there, and only then is the session told to terminate. Invariant: a handler that does not settle
 * delays the next by `patienceMs` at most.
 */

import { settledWithin } from '../cells/nestedCalls.ts';
import type { CellEvent } from './debuggerEvents.ts';
import type { Frontier, PendingCall } from './frontier.ts';

/** As long as a session waits for handlers, ms. */
const patienceMs = 5_000;

export class Termination {
  readonly #frontier: Frontier;
  readonly #stopAt: (event: CellEvent) => void;
  readonly #terminate: () => void;
  #next: PendingCall | null = null;
  active = false;

  constructor(frontier: Frontier, stopAt: (event: CellEvent) => void, terminate: () => void) {
    this.#frontier = frontier;
    this.#stopAt = stopAt;
    this.#terminate = terminate;
  }

  /** `watched`: stop before each cancellation. */
  start(watched: boolean): void {
    if (this.active) return;
    this.active = true;
    if (watched) this.#announce();
    else this.#terminate();
  }

  /** Cancels what was announced. */
  async goOn(): Promise<void> {
    const call = this.#next;
    this.#next = null;
    if (call === null) return;
    call.abort.abort(new Error('the cell was terminated'));
    await settledWithin([call.settled], patienceMs);
    this.#announce();
  }

  #announce(): void {
    const next = [...this.#frontier.calls.values()].find(call => !call.abort.signal.aborted);
    if (next === undefined) {
      this.#terminate();
      return;
    }
    this.#next = next;
    this.#stopAt({ type: 'cancellation', id: next.id, tool: next.call.name });
  }
}

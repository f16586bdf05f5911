/**
 * The processes of a runtime: one for each session that has run a cell, and one kept warm for the next.
 *
 * Invariant: a process serves one session; a session that needs another gets the spare, or waits for a new one.
 */

import { Child } from './child.ts';
import type { ChildSetup } from './childCommand.ts';
import { bounds } from './limits.ts';
import { StartError } from './requestError.ts';
import type { LogHandler } from './session.ts';

export class ChildPool {
  readonly #setup: ChildSetup;
  readonly #log: LogHandler;
  readonly #all = new Set<Child>();
  #spare: Child | null = null;
  #closed = false;

  constructor(setup: ChildSetup, log: LogHandler) {
    this.#setup = setup;
    this.#log = log;
  }

  pids(): number[] {
    return [...this.#all].filter(child => !child.ended).map(child => child.pid);
  }

  /** Starts the spare, if there is none. Rejects with `StartError` when it cannot hold cells. */
  async warmUp(): Promise<void> {
    if (this.#closed) throw new StartError('start_failed', 'The runtime is closed.');
    if (this.#spare === null || this.#spare.ended) {
      this.#forgetEnded();
      this.#spare = new Child(this.#setup, this.#log);
      this.#all.add(this.#spare);
    }
    await this.#spare.ready;
  }

  /** The spare when it is ready, else `null`: nobody has to wait. */
  takeReady(): Child | null {
    const spare = this.#spare;
    if (spare === null || spare.ended || !spare.isReady) return null;
    this.#spare = null;
    setTimeout(() => this.warmUp().catch(() => {}), bounds.spareDelayMs).unref();
    return spare;
  }

  /** A process that is ready. One that is lost while it starts is replaced a few times. Rejects with `StartError`. */
  async take(): Promise<Child> {
    for (let lost = 0; ; ) {
      try {
        await this.warmUp();
      } catch (error) {
        const final = this.#closed || !(error instanceof StartError) || error.code !== 'start_failed';
        if (final || ++lost >= bounds.startAttempts) throw error;
        continue;
      }
      // Somebody else may have taken it in the meantime, or it may have died: then another is started.
      const child = this.takeReady();
      if (child !== null) return child;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#spare = null;
    await Promise.all([...this.#all].map(child => child.close()));
    this.#all.clear();
  }

  #forgetEnded(): void {
    for (const child of this.#all) if (child.ended) this.#all.delete(child);
  }
}

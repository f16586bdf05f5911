/**
 * The rollouts that are open in this window, each once, however many viewers and trees look at it.
 *
 * Invariants: a rollout that is recorded here is never read from disk while its session lives; one from disk is kept for
 * a while after its last viewer went, because switching between views should not read it again.
 */

import type { Disposable } from '../base/disposable.ts';
import type { OpenRollout } from '../viewer/openRollout.ts';

export interface OwnedRollout extends OpenRollout, Disposable {}

interface Entry {
  readonly rollout: OwnedRollout;
  /** A live one is not ours to end. */
  readonly live: boolean;
  holders: number;
  timer?: NodeJS.Timeout;
}

export interface OpenRolloutsOptions {
  /** Begins to read a bundle; returns at once. */
  readonly read: (bundle: string) => OwnedRollout;
  /** How long an unused rollout is kept, ms. */
  readonly keepMs: number;
}

export class OpenRollouts implements Disposable {
  readonly #options: OpenRolloutsOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: OpenRolloutsOptions) {
    this.#options = options;
  }

  /** Already open, or undefined. */
  peek(bundle: string): OpenRollout | undefined {
    return this.#entries.get(bundle)?.rollout;
  }

  isLive(bundle: string): boolean {
    return this.#entries.get(bundle)?.live ?? false;
  }

  borrow(bundle: string): OpenRollout {
    let entry = this.#entries.get(bundle);
    if (!entry) {
      entry = { rollout: this.#options.read(bundle), live: false, holders: 0 };
      this.#entries.set(bundle, entry);
    }
    clearTimeout(entry.timer);
    entry.holders += 1;
    return entry.rollout;
  }

  giveBack(rollout: OpenRollout): void {
    const entry = this.#entries.get(rollout.bundle);
    if (entry?.rollout !== rollout) return;
    entry.holders -= 1;
    if (entry.holders === 0) this.#expire(entry);
  }

  /** A session began to record here. */
  addLive(rollout: OwnedRollout): void {
    this.#entries.set(rollout.bundle, { rollout, live: true, holders: 0 });
  }

  /** The session has ended; its rollout stays as long as somebody looks at it. */
  endLive(rollout: OwnedRollout): void {
    const entry = this.#entries.get(rollout.bundle);
    if (entry?.rollout !== rollout) return;
    const ended: Entry = { rollout, live: false, holders: entry.holders };
    this.#entries.set(rollout.bundle, ended);
    if (ended.holders === 0) this.#expire(ended);
  }

  /** Forgets a bundle at once, such as after its folder was deleted. */
  drop(bundle: string): void {
    const entry = this.#entries.get(bundle);
    if (!entry || entry.live) return;
    clearTimeout(entry.timer);
    this.#entries.delete(bundle);
    entry.rollout.dispose();
  }

  dispose(): void {
    for (const { rollout, timer } of this.#entries.values()) {
      clearTimeout(timer);
      rollout.dispose();
    }
    this.#entries.clear();
  }

  #expire(entry: Entry): void {
    if (entry.live) return;
    entry.timer = setTimeout(() => this.drop(entry.rollout.bundle), this.#options.keepMs);
    entry.timer.unref();
  }
}

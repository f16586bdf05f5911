/**
 * How long the thread is held at a time: a task that comes round as often as the loop turns looks at the clocks.
 *
 * Invariant: between two looks everything that ran was one stretch, since nothing else could.
 * Leaves out stretches below a millisecond.
 */

import { PerformanceObserver, performance } from 'node:perf_hooks';

export interface Held {
  /** ms */
  readonly wall: readonly number[];
  /** The thread's own, ms. */
  readonly cpu: readonly number[];
  /** Collections of garbage, ms of wall time; they lie within the stretches and cannot be cut. */
  readonly collections: readonly number[];
}

export class HeldThread {
  #wall: number[] = [];
  #cpu: number[] = [];
  #collections: number[] = [];
  #last = clocks();
  #next: NodeJS.Immediate | undefined;
  readonly #collector = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) this.#collections.push(duration);
  });

  start(): void {
    this.#wall = [];
    this.#cpu = [];
    this.#collections = [];
    this.#collector.observe({ entryTypes: ['gc'] });
    this.#last = clocks();
    const look = () => {
      const now = clocks();
      const wall = now.wall - this.#last.wall;
      if (wall >= 1) {
        this.#wall.push(wall);
        this.#cpu.push(now.cpu - this.#last.cpu);
      }
      this.#last = now;
      this.#next = setImmediate(look);
    };
    this.#next = setImmediate(look);
  }

  stop(): Held {
    clearImmediate(this.#next);
    this.#collector.disconnect();
    return { wall: this.#wall, cpu: this.#cpu, collections: this.#collections };
  }
}

function clocks(): { readonly wall: number; readonly cpu: number } {
  const { user, system } = process.threadCpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1000 };
}

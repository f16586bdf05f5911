/**
 * One event with many listeners, without `vscode`.
 *
 * Invariant: a listener that throws keeps nothing from the others; its error goes to `onFault`.
 */

import type { Disposable } from './disposable.ts';

export type Listener<T> = (value: T) => void;
export type Event<T> = (listener: Listener<T>) => Disposable;

export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<Listener<T>>();
  readonly #onFault: (error: unknown) => void;

  constructor(onFault: (error: unknown) => void = () => {}) {
    this.#onFault = onFault;
  }

  readonly event: Event<T> = listener => {
    // The same function may listen twice; each registration is a thing of its own.
    const own: Listener<T> = value => listener(value);
    this.#listeners.add(own);
    return { dispose: () => this.#listeners.delete(own) };
  };

  get listened(): boolean {
    return this.#listeners.size > 0;
  }

  fire(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.#onFault(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

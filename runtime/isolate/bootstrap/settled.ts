/**
 * `as_settled` and `stream_settled`: results of many promises in the order in which they settle (code-mode §5).
 * Evaluated in the isolate as text.
 */

import type { Kit } from './kit.ts';

interface Settled {
  readonly index: number;
  readonly status: 'fulfilled' | 'rejected';
  readonly value?: unknown;
  readonly reason?: unknown;
}

export function installSettled(kit: Kit): void {
  const { NativePromise, NativeTypeError, chain, toPromise, expose, iteratorSymbol } = kit;

  function isIterable(value: unknown): boolean {
    if (value === undefined || value === null) return false;
    return typeof (value as Record<symbol, unknown>)[iteratorSymbol] === 'function';
  }

  function as_settled(promises: Iterable<unknown>): AsyncGenerator<Settled, void, undefined> {
    const ready = kit.table<Settled>();
    let readyCount = 0;
    let total = 0;
    let wake: (() => void) | undefined;

    function add(result: Settled): void {
      ready[readyCount++] = result;
      if (wake === undefined) return;
      const woken = wake;
      wake = undefined;
      woken();
    }
    if (!isIterable(promises)) throw new NativeTypeError('promises is not iterable');
    for (const promise of promises) {
      const index = total++;
      chain(
        toPromise(promise),
        value => add({ index, status: 'fulfilled', value }),
        reason => add({ index, status: 'rejected', reason }),
      );
    }
    async function* inOrder(): AsyncGenerator<Settled, void, undefined> {
      for (let given = 0; given < total; given++) {
        if (given >= readyCount) {
          await new NativePromise<void>(resolve => {
            wake = resolve;
          });
        }
        const result = ready[given];
        delete ready[given];
        if (result !== undefined) yield result;
      }
    }
    return inOrder();
  }

  async function stream_settled(promises: Iterable<unknown>, callback: unknown): Promise<void> {
    if (typeof callback !== 'function') throw new NativeTypeError('stream_settled requires a callback');
    for await (const result of as_settled(promises)) await callback(result);
  }

  expose('as_settled', as_settled);
  expose('stream_settled', stream_settled);
}

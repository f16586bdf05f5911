/**
 * Collections in the order of the bytes of their keys.
 *
 * Most keys are numbered without a gap, in the order of entry (`raw_payload:1`, `raw_payload:2`, …): then the order is
 * known without comparing anything.
 */

import type { RawPayload } from '../model.ts';
import type { PayloadTable } from '../payloadTable.ts';
import { compareBytes } from '../reducer/exactJson.ts';

/** The payloads, which are numbered without having to look. */
export function* payloadsInKeyOrder(payloads: PayloadTable): Generator<[string, RawPayload], void, undefined> {
  if (payloads.numbered === undefined) {
    yield* inKeyOrder(payloads);
    return;
  }
  for (const number of digitOrder(payloads.numbered)) {
    const payload = payloads.at(number);
    if (payload) yield [payload.raw_payload_id, payload];
  }
}

export function* inKeyOrder<T>(collection: ReadonlyMap<string, T>): Generator<[string, T], void, undefined> {
  const keys = [...collection.keys()];
  if (areNumbered(keys)) {
    const values = [...collection.values()];
    for (const number of digitOrder(keys.length)) {
      yield [keys[number - 1] as string, values[number - 1] as T];
    }
    return;
  }
  // Units sort as bytes do as long as there are no surrogates.
  keys.sort(keys.some(key => /[\ud800-\udfff]/.test(key)) ? compareBytes : undefined);
  for (const key of keys) yield [key, collection.get(key) as T];
}

function areNumbered(keys: readonly string[]): boolean {
  const [first] = keys;
  if (!first?.endsWith(':1')) return false;
  const prefix = first.slice(0, -1);
  return keys.every((key, index) => key === `${prefix}${index + 1}`);
}

/** The numbers from 1 to `count` as their digits sort: 1, 10, 11, …, 2, 20. */
function* digitOrder(count: number): Generator<number, void, undefined> {
  let number = 1;
  for (let given = 0; given < count; given++) {
    yield number;
    if (number * 10 <= count) {
      number *= 10;
      continue;
    }
    while (number % 10 === 9 || number + 1 > count) number = Math.floor(number / 10);
    number++;
  }
}

/**
 * A short state as one text, by the engine itself: our own writing is faster only once it has been compiled.
 *
 * Says the same to the byte as `stateBytes`, or nothing: a long state, and one with an id that an object would put first
 * because it looks like an index.
 */

import { COLLECTION_NAMES, type Graph } from '../model.ts';
import { rootOf } from '../reducer/state.ts';
import { inPlanOrder } from './entityPlan.ts';
import { entityPlans } from './entityPlans.ts';
import { inKeyOrder, payloadsInKeyOrder } from './keyOrder.ts';

/** Entities of a state that is short. */
const most = 4000;

export function stateText(graph: Graph): string | undefined {
  if (COLLECTION_NAMES.reduce((count, name) => count + graph[name].size, 0) > most) return undefined;
  const state: Record<string, unknown> = { ...rootOf(graph) };
  for (const name of COLLECTION_NAMES) {
    const entities: Iterable<[string, object]> =
      name === 'raw_payloads' ? payloadsInKeyOrder(graph[name]) : inKeyOrder<object>(graph[name]);
    // Without a prototype: an id may be any word.
    const collection: Record<string, object> = Object.create(null);
    for (const [id, entity] of entities) {
      if (isIndex(id)) return undefined;
      collection[id] = inPlanOrder(entity, entityPlans[name]);
    }
    state[name] = collection;
  }
  return JSON.stringify(state, null, 2);
}

function isIndex(id: string): boolean {
  const unit = id.charCodeAt(0);
  return unit >= 0x30 && unit <= 0x39 && String(Number(id) >>> 0) === id;
}

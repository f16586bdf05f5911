/**
 * The graph as the bytes of `state.json`, in pieces: collections sorted, fields in the order of the reference, no newline
 * at the end. No piece holds more than one entity beyond the chunk, so a state may be larger than a string can be.
 */

import { COLLECTION_NAMES, type Graph } from '../model.ts';
import { rootOf } from '../reducer/state.ts';
import { type Plan, writeEntity } from './entityPlan.ts';
import { entityPlans } from './entityPlans.ts';
import { fixed, JsonBytes } from './jsonBytes.ts';
import { inKeyOrder, payloadsInKeyOrder } from './keyOrder.ts';

/** Bytes gathered before they are handed on; a little less than the buffer begins with. */
const chunkBytes = 240 * 1024;

const first = fixed('\n    ');
const next = fixed(',\n    ');
const colon = fixed(': ');
const end = fixed('\n  }');

/** Each piece is valid until the next. */
export function* stateBytes(graph: Graph): Generator<Buffer, void, undefined> {
  const to = new JsonBytes();
  to.raw(fixed('{\n'));
  for (const [key, value] of Object.entries(rootOf(graph))) {
    to.raw(fixed(`  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`));
  }
  for (const [index, name] of COLLECTION_NAMES.entries()) {
    to.raw(fixed(`${index === 0 ? '' : ',\n'}  "${name}": {`));
    const entities: Iterable<[string, object]> =
      name === 'raw_payloads' ? payloadsInKeyOrder(graph[name]) : inKeyOrder<object>(graph[name]);
    yield* collectionBytes(to, entities, entityPlans[name]);
  }
  to.raw(fixed('\n}'));
  yield to.take();
}

function* collectionBytes(
  to: JsonBytes,
  entities: Iterable<[string, object]>,
  plan: Plan,
): Generator<Buffer, void, undefined> {
  let separator = first;
  for (const [id, entity] of entities) {
    to.raw(separator);
    to.text(id);
    to.raw(colon);
    writeEntity(to, entity, plan);
    separator = next;
    if (to.length >= chunkBytes) yield to.take();
  }
  to.raw(separator === next ? end : fixed('}'));
}

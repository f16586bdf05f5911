/**
 * `store` and `load` (code-mode §5). Evaluated in the isolate as text.
 *
 * A cell sees the session's values as they were when it started, fetched one by one when asked for, plus its own
 * writes. Invariant: values are kept as JSON, so that every `load` gives a copy.
 */

import type { Kit } from './kit.ts';

export interface Stored {
  /** Sends this cell's writes out; they count only if the cell completes. */
  commit(): void;
}

export function installStored(kit: Kit): Stored {
  const { send, toJson, parse, limits, expose, native, signals } = kit;
  const NativeString = String;
  const writes = kit.table<string>();
  const keys = kit.table<string>();
  const known = kit.table<string>();
  const absent = '';
  /** What a value weighs besides the characters of its key and its JSON, so that empty ones count too. */
  const entryBytes = 256;
  let keyCount = 0;
  let bytes = 0;
  /** The code has ended; microtasks it left may still store. */
  let committed = false;

  function keyText(key: unknown, complaint: string): string {
    if (typeof key === 'string') return key;
    if (typeof key === 'symbol') throw complaint;
    try {
      return NativeString(key);
    } catch {
      throw complaint;
    }
  }

  function store(anyKey: unknown, value: unknown): void {
    const key = keyText(anyKey, 'store key must be a string');
    if (value === undefined) throw `Unable to store "${key}". Only plain serializable objects can be stored.`;
    const json = toJson(value);
    const before = writes[key];
    // Once the code has ended each one is sent, and counts whatever it replaces.
    const more = before === undefined || committed ? key.length + entryBytes : -before.length;
    const grown = bytes + json.length + more;
    if (grown > limits.storedBytes)
      throw `Unable to store "${key}". A cell may store ${limits.storedBytes} bytes at most.`;
    if (committed) send('put', key, json);
    else if (before === undefined) keys[keyCount++] = key;
    bytes = grown;
    writes[key] = json;
  }

  function load(anyKey: unknown): unknown {
    const key = keyText(anyKey, 'load key must be a string');
    const own = writes[key];
    if (own !== undefined) return parse(own);
    let json = known[key];
    if (json === undefined) {
      json = signals.fetchStored(key) ?? absent;
      known[key] = json;
    }
    return json === absent ? undefined : parse(json);
  }

  expose('store', native(store));
  expose('load', native(load));

  return {
    commit() {
      for (let i = 0; i < keyCount; i++) {
        const key = keys[i];
        if (key === undefined) continue;
        const json = writes[key];
        if (json !== undefined) send('put', key, json);
      }
      keyCount = 0;
      committed = true;
    },
  };
}

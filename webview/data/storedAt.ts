/** What a session held at a moment, and what cells that ran then had stored without having committed it. */

import type { StoredWrite } from '../../runtime/viewer/storedValues.ts';

export interface StoredAt {
  /** Of each key what was committed last, in order of the keys. */
  readonly committed: readonly StoredWrite[];
  /** Of cells that ran at the moment: written before it or after, the recording does not say. */
  readonly open: readonly StoredWrite[];
}

export function storedAt(writes: readonly StoredWrite[], ms: number): StoredAt {
  const held = new Map<string, StoredWrite>();
  const ended = writes.filter(({ committed, endMs }) => committed && endMs !== null && endMs <= ms);
  // The cell that completes last wins.
  for (const write of ended.sort((a, b) => (a.endMs ?? 0) - (b.endMs ?? 0))) {
    const name = JSON.stringify([write.thread, write.key]);
    const before = held.get(name);
    // Whether or not it was overwritten, the key is there; what it holds is not known any more.
    const kept = !write.certain && before?.certain ? { ...before, value: null } : write;
    held.set(name, kept);
  }
  return {
    committed: [...held.values()].sort(
      (a, b) => a.thread.localeCompare(b.thread) || nameOf(a).localeCompare(nameOf(b)),
    ),
    open: writes.filter(({ fromMs, endMs }) => fromMs <= ms && (endMs === null || ms < endMs)),
  };
}

const nameOf = ({ key }: StoredWrite): string => key ?? '\uffff';

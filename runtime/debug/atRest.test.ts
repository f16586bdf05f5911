/** When a cell that has fallen still is told to be at a dead end. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { deferred } from '../base/deferred.ts';
import { AtRest, type RestOwner } from './atRest.ts';

/** A debugged cell that lives, stands still and waits for nothing. */
function still() {
  const answer = deferred<void>();
  const cell = { alive: true, told: 0, answer: () => answer.resolve() };
  const owner = {
    frontier: { empty: true, next: undefined },
    code: { paused: null, stepping: false },
    standing: { stop: null },
    deliveries: { busy: false },
    alive: () => cell.alive,
    heard: () => answer.promise,
    deadEnd: () => cell.told++,
  };
  // Only what a dead end is looked for by.
  return { cell, rest: new AtRest(owner as unknown as RestOwner) };
}

describe('a cell that nothing can wake', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is at a dead end once its isolate has answered, and is told of once', async () => {
    const { cell, rest } = still();
    rest.lookForDeadEnd();
    rest.lookForDeadEnd();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(cell.told).toBe(0);
    cell.answer();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(cell.told).toBe(1);
  });

  test('is at none when it turns out to have ended before its isolate answers, however late', async () => {
    const { cell, rest } = still();
    rest.lookForDeadEnd();
    await vi.advanceTimersByTimeAsync(1_000);
    cell.alive = false;
    cell.answer();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(cell.told).toBe(0);
  });
});

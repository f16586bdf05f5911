import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Emitter } from '../base/emitter.ts';
import type { RolloutChange } from '../viewer/openRollout.ts';
import { OpenRollouts, type OwnedRollout } from './openRollouts.ts';

function rollout(bundle: string, ended: string[] = []): OwnedRollout {
  return {
    bundle,
    header: { title: '', state: 'recorded', findings: [], liveCells: [] },
    problem: undefined,
    findings: [],
    notes: { list: [], of: () => undefined, set: async () => {} },
    onDidChange: new Emitter<RolloutChange>().event,
    graph: null,
    loaded: Promise.resolve(),
    whole: () => null,
    describe: () => null,
    payload: async () => ({ ok: false, message: '' }),
    answer: async () => null,
    source: () => null,
    dispose: () => void ended.push(bundle),
  };
}

describe('open rollouts', () => {
  const ended: string[] = [];
  const read: string[] = [];
  let open: OpenRollouts;

  beforeEach(() => {
    vi.useFakeTimers();
    ended.length = 0;
    read.length = 0;
    open = new OpenRollouts({
      keepMs: 1000,
      read: bundle => {
        read.push(bundle);
        return rollout(bundle, ended);
      },
    });
  });
  afterEach(() => vi.useRealTimers());

  test('are read once, however many look at them', () => {
    expect(open.borrow('/a')).toBe(open.borrow('/a'));
    expect(read).toEqual(['/a']);
  });

  test('are kept for a while after the last one went, and read again after that', () => {
    open.giveBack(open.borrow('/a'));
    vi.advanceTimersByTime(999);
    const again = open.borrow('/a');
    vi.advanceTimersByTime(5000);
    expect(ended).toEqual([]);
    open.giveBack(again);
    vi.advanceTimersByTime(1000);
    expect(ended).toEqual(['/a']);
    open.borrow('/a');
    expect(read).toEqual(['/a', '/a']);
  });

  test('that are recorded here are never read, and outlive their session while somebody looks', () => {
    const live = rollout('/live', ended);
    open.addLive(live);
    expect(open.isLive('/live')).toBe(true);
    expect(open.borrow('/live')).toBe(live);
    open.endLive(live);
    vi.advanceTimersByTime(5000);
    expect(ended).toEqual([]);
    open.giveBack(live);
    vi.advanceTimersByTime(1000);
    expect(ended).toEqual(['/live']);
    expect(read).toEqual([]);
  });

  test('that live are not dropped with a deleted folder, others are', () => {
    open.addLive(rollout('/live', ended));
    open.borrow('/a');
    open.drop('/live');
    open.drop('/a');
    expect(ended).toEqual(['/a']);
  });

  test('all end with the window', () => {
    open.borrow('/a');
    open.addLive(rollout('/live', ended));
    open.dispose();
    expect(ended.sort()).toEqual(['/a', '/live']);
  });
});

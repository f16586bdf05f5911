import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Pulse } from './pulse.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

describe('a pulse', () => {
  test('makes one beat of many changes, a moment after the first', () => {
    const beat = vi.fn();
    const pulse = new Pulse(50, beat);
    for (let i = 0; i < 3; i++) pulse.changed();
    vi.advanceTimersByTime(49);
    expect(beat).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(beat).toHaveBeenCalledOnce();
  });

  test('that is eager beats at once after a rest, and then keeps its distance', () => {
    const beat = vi.fn();
    const pulse = new Pulse(50, beat, { eager: true });
    pulse.changed();
    vi.advanceTimersByTime(1);
    expect(beat).toHaveBeenCalledOnce();
    pulse.changed();
    vi.advanceTimersByTime(40);
    expect(beat).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(10);
    expect(beat).toHaveBeenCalledTimes(2);
  });

  test('beats no more once it is over', () => {
    const beat = vi.fn();
    const pulse = new Pulse(50, beat, { eager: true });
    pulse.changed();
    pulse.dispose();
    pulse.changed();
    pulse.flush();
    vi.advanceTimersByTime(100);
    expect(beat).not.toHaveBeenCalled();
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Clock } from './clock.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('a clock', () => {
  test('stands still while it is stopped', () => {
    const clock = new Clock();
    const rung: string[] = [];
    clock.after(100, () => rung.push('a'));
    vi.advanceTimersByTime(60);
    clock.stop();
    vi.advanceTimersByTime(10_000);
    expect([rung, clock.now]).toEqual([[], 60]);
    clock.go();
    vi.advanceTimersByTime(40);
    expect(rung).toEqual(['a']);
  });

  test('rings in the order of times, not of setting', () => {
    const clock = new Clock();
    const rung: string[] = [];
    clock.after(20, () => rung.push('late'));
    clock.after(10, () => rung.push('early'));
    vi.advanceTimersByTime(30);
    expect(rung).toEqual(['early', 'late']);
  });

  test('rings nothing more once an alarm has stopped it', () => {
    const clock = new Clock();
    const rung: string[] = [];
    clock.after(10, () => {
      rung.push('a');
      clock.stop();
    });
    clock.after(10, () => rung.push('b'));
    vi.advanceTimersByTime(100);
    expect(rung).toEqual(['a']);
    clock.go();
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['a', 'b']);
  });

  test('jumps to what is due next', () => {
    const clock = new Clock();
    const rung: string[] = [];
    clock.after(3_600_000, () => rung.push('a'));
    expect(clock.jump()).toBe(true);
    vi.advanceTimersByTime(1);
    expect(rung).toEqual(['a']);
    expect(clock.jump()).toBe(false);
  });

  test('takes a time longer than a timer of the system can', () => {
    const clock = new Clock();
    const rung: string[] = [];
    clock.after(2 ** 32, () => rung.push('a'));
    vi.advanceTimersByTime(2 ** 31);
    expect(rung).toEqual([]);
    vi.advanceTimersByTime(2 ** 31);
    expect(rung).toEqual(['a']);
  });

  test('forgets an alarm that is called off', () => {
    const clock = new Clock();
    const rung: string[] = [];
    clock.after(10, () => rung.push('a'))();
    vi.advanceTimersByTime(20);
    expect(rung).toEqual([]);
  });
});

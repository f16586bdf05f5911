import { describe, expect, test } from 'vitest';
import { startText, wholeStartText } from './rolloutTitle.ts';

const now = new Date(2026, 10, 23, 4, 0, 0).getTime();
const told = (date: Date, language: string) => startText(date.getTime(), language, now).replaceAll('\u202f', ' ');

describe('when a rollout began', () => {
  test('is the time of day to the second today', () => {
    expect(told(new Date(2026, 10, 23, 3, 4, 5), 'en-US')).toBe('03:04:05 AM');
    expect(told(new Date(2026, 10, 23, 3, 4, 5), 'de')).toBe('03:04:05');
  });
  test('has the day without its year in this year', () => {
    expect(told(new Date(2026, 10, 22, 3, 4, 5), 'en-US')).toBe('Nov 22, 03:04 AM');
    expect(told(new Date(2026, 10, 22, 3, 4, 5), 'de')).toBe('22. Nov., 03:04');
  });
  test('has the year in another one', () => {
    expect(told(new Date(2025, 10, 23, 3, 4, 5), 'en-US')).toBe('11/23/25, 03:04 AM');
    expect(told(new Date(2025, 10, 23, 3, 4, 5), 'de')).toBe('23.11.25, 03:04');
  });
  test('leaves room for a state in a narrow row, on any day', () => {
    // A tree of 250 pixels shows about 30 letters beside its icons; "completed" takes ten of them.
    for (const language of ['en-US', 'de', 'fr', 'ja'])
      for (let month = 0; month < 24; month++)
        expect(told(new Date(2025, month, 28, 12, 34, 56), language).length).toBeLessThanOrEqual(20);
  });
  test('is told in full where there is room', () => {
    const whole = wholeStartText(new Date(2026, 10, 22, 3, 4, 5).getTime(), 'en-US');
    expect(whole).toMatch(/^Sunday, November 22, 2026.+3:04:05/);
  });
});

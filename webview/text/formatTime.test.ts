import { expect, test } from 'vitest';
import { formatDuration, formatTick } from './formatTime.ts';

test.each([
  [0, '0 ms'],
  [0.0004, '0 µs'],
  [0.85, '850 µs'],
  [12.34, '12.3 ms'],
  [850, '850 ms'],
  [4560, '4.56 s'],
  [59_970, '1 min'],
  [200_000, '3 min 20 s'],
  [3_600_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '1 d 1 h'],
  [-5, '-5 ms'],
  [Number.POSITIVE_INFINITY, '…'],
])('a duration of %d ms is written %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [0, 1000, '0 s'],
  [250, 50, '250 ms'],
  [1500, 500, '1.5 s'],
  [1500, 20, '1.50 s'],
  [62_000, 1000, '1:02'],
  [62_500, 500, '1:02.5'],
  [3_725_000, 5000, '1:02:05'],
])('a tick at %d ms with steps of %d ms is written %s', (ms, step, text) => {
  expect(formatTick(ms, step)).toBe(text);
});

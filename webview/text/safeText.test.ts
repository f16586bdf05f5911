import { expect, test } from 'vitest';
import { blockOf, lineOf } from './safeText.ts';

test('a label cannot turn its neighbours around', () => {
  const line = lineOf('safe\u202etxt.exe\u2066 \u200f');
  expect(line).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/);
  expect(line).toContain('safe');
});

test('a label stays on one line', () => {
  expect(lineOf('a\nb\tc\u2028d\u0000e')).toBe('a b c d e');
});

test('a label of ten megabytes is cut before anything is done with it', () => {
  expect(lineOf('x'.repeat(10_000_000), 50)).toHaveLength(50);
});

test('half a surrogate pair is replaced, whole ones stay', () => {
  expect(lineOf('a\ud83d b \u{1f600}')).toBe('a\ufffd b \u{1f600}');
});

test('a block keeps its lines and says when it was cut', () => {
  expect(blockOf('a\r\nb\tc\u0007')).toEqual({ text: 'a\nb\tc\ufffd', cut: false });
  expect(blockOf('abcdef', 3)).toEqual({ text: 'abc', cut: true });
});

test('a cut does not go through a sign of two halves', () => {
  expect(lineOf('ab\u{1f600}cd', 4)).toBe('ab…');
  expect(blockOf('ab\u{1f600}cd', 3)).toEqual({ text: 'ab', cut: true });
});

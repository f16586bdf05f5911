import { describe, expect, test } from 'vitest';
import { BoundedText } from './boundedText.ts';
import { cutMiddle, firstBytes, lastBytes, tokensIn } from './textCut.ts';

describe('cutting by bytes', () => {
  test('never splits a character', () => {
    expect(firstBytes('aä€', 2)).toBe('a');
    expect(firstBytes('aä€', 3)).toBe('aä');
    expect(lastBytes('aä€', 4)).toBe('€');
    expect(lastBytes('aä€', 5)).toBe('ä€');
    expect(firstBytes('ä', 0)).toBe('');
  });
  test('four bytes are a token, rounded up', () => {
    expect([tokensIn(''), tokensIn('a'), tokensIn('abcd'), tokensIn('abcde')]).toEqual([0, 1, 1, 2]);
  });
  test('what fits is left alone, what does not keeps head and tail', () => {
    expect(cutMiddle('abcdefgh', 2)).toBe('abcdefgh');
    expect(cutMiddle('abcdefghi', 2)).toBe('abcd…1 tokens truncated…fghi');
    expect(cutMiddle('abcdefghi', 0)).toBe('…3 tokens truncated…');
  });
});

describe('BoundedText', () => {
  test('keeps everything up to its limit', () => {
    const text = new BoundedText(8);
    for (const part of ['ab', 'cdef', 'gh']) text.push(part);
    expect(text.read()).toBe('abcdefgh');
  });
  test('keeps beginning and end of more, and says how much is missing', () => {
    const text = new BoundedText(4);
    for (const letter of 'abcdefghij') text.push(letter);
    expect(text.read()).toBe('ab\n[6 characters of output were not kept]\nij');
  });
});

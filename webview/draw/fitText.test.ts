import { expect, test } from 'vitest';
import { TextFitter } from './fitText.ts';

/** A pen by which each sign is ten pixels wide, of however many parts it is made. */
const pen = {
  measureText: (text: string) => ({ width: [...new Intl.Segmenter().segment(text)].length * 10 }),
} as unknown as CanvasRenderingContext2D;

const cut = (text: string, width: number) => new TextFitter().cutTo(pen, text, width);

test('what fits stays whole, what does not is cut and says so', () => {
  expect(cut('read_file', 90)).toBe('read_file');
  expect(cut('read_file', 60)).toBe('read_…');
  expect(cut('read_file', 12)).toBe('');
});

test('a sign made of parts is shown whole or not at all', () => {
  const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
  expect(cut(`ab${family}cdef`, 50)).toBe('ab…');
  expect(cut('\u{1f600}'.repeat(10), 60)).toBe(`${'\u{1f600}'.repeat(5)}…`);
  expect(cut('ae\u0301\u0323ae\u0301\u0323ae\u0301\u0323', 40)).not.toMatch(/e\u0301…|e…/);
});

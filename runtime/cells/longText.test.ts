import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, piecesOf, textItem } from './longText.ts';
import { withinBudget } from './output.ts';

/** Texts of some hundred kilobytes: a piece of characters, again and again. */
const longText = fc
  .tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 9_000 }))
  .map(([part, times]) => part.repeat(times));

describe('a long text made from bytes', () => {
  test('is the text, and so are its pieces together', () => {
    fc.assert(
      fc.property(longText, text => {
        const bytes = Buffer.from(text);
        const item = textItem(bytes);
        expect(item.text === text).toBe(true);
        expect(piecesOf(item).join('') === text).toBe(true);
        expect(bytesOf(item)).toBe(bytes.length);
      }),
      { numRuns: 60 },
    );
  });

  test('comes in pieces small enough for memory that is in use', () => {
    const pieces = piecesOf(textItem(Buffer.from('x'.repeat(2 ** 20))));
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...pieces.map(piece => piece.length))).toBeLessThan(2 ** 16);
  });

  test('comes to an end also where the bytes are no characters', () => {
    const bytes = Buffer.alloc(150_000, 0x80);
    expect(textItem(bytes).text === bytes.toString()).toBe(true);
  });

  test('is shown within a budget as the same text in one piece is', () => {
    fc.assert(
      fc.property(fc.array(longText, { maxLength: 4 }), fc.integer({ min: 0, max: 50_000 }), (texts, budget) => {
        const whole = texts.map(text => ({ type: 'text' as const, text }));
        const inPieces = texts.map(text => textItem(Buffer.from(text)));
        expect(withinBudget(inPieces, budget)).toEqual(withinBudget(whole, budget));
      }),
      { numRuns: 60 },
    );
  });
});

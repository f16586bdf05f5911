import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compactText,
  compareBytes,
  contentDigest,
  cutToBytes,
  hasLoneSurrogate,
  parseExact,
  writeExact,
} from './exactJson.ts';

describe('compact JSON', () => {
  // Expected values are what the reference's reducer printed for these texts.
  it.each([
    [
      '{"a":1.0,"b":1e3,"c":123456789012345678901234567890,"d":-0,"e":1E-5}',
      '{"a":1.0,"b":1e+3,"c":123456789012345678901234567890,"d":0,"e":1e-5}',
    ],
    ['{"2":1,"1":{"z":1,"a":[1.50]},"a":2,"2":3}', '{"2":3,"1":{"z":1,"a":[1.50]},"a":2}'],
    ['{"s":"\\u0041\\/\\u001f\\u007f"}', '{"s":"A/\\u001f\u007f"}'],
    ['{"__proto__":{"a":1},"b":2}', '{"__proto__":{"a":1},"b":2}'],
    [' [true, null ,-1.25e+10] ', '[true,null,-1.25e+10]'],
  ])('of %s', (text, compact) => {
    expect(compactText(text)).toBe(compact);
  });

  it('is that of JSON.stringify wherever nothing is lost in parsing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value, null, 2);
        const plain = JSON.parse(text) as unknown;
        fc.pre(!/[.eE]|\d{16}|"-?\d+"|__proto__/.test(text));
        expect(writeExact(parseExact(text), false)).toBe(JSON.stringify(plain));
        expect(compactText(text)).toBe(JSON.stringify(plain));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('knows half characters from whole ones', () => {
    expect(hasLoneSurrogate('"\\ud83d\\ude00"')).toBe(false);
    expect(hasLoneSurrogate('"\\\\ud83d"')).toBe(false);
    expect(hasLoneSurrogate('"\\ud83d"')).toBe(true);
    expect(hasLoneSurrogate('"\\ude00\\ud83d"')).toBe(true);
    expect(hasLoneSurrogate('"\\ud83dx\\ude00"')).toBe(true);
    expect(() => compactText('{"a":"\\ud83d"}')).toThrow(SyntaxError);
  });
});

describe('order and length in bytes', () => {
  it('sorts as UTF-8 does', () => {
    const words = ['conversation_item:10', 'conversation_item:2', '\u{1f600}', '\uffee', 'é', 'z', ''];
    const byBytes = [...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect([...words].sort(compareBytes)).toEqual(byBytes);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it('cuts between characters and says that it cut', () => {
    expect(cutToBytes('abc', 3)).toBe('abc');
    expect(cutToBytes('abcd', 3)).toBe('abc...');
    expect(cutToBytes('aéé', 4)).toBe('aé...');
    expect(cutToBytes('😀😀', 7)).toBe('😀...');
  });

  it('digests content whatever the order of its keys', () => {
    expect(contentDigest(parseExact('{"a":1}'))).toBe(
      '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
    );
    expect(contentDigest(parseExact('{"b":[1.0],"a":null}'))).toBe(contentDigest(parseExact(' {"a":null,"b":[1.0]}')));
  });
});

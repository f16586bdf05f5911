import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeIn, hidden } from './codeIn.ts';

/** With a dot for what is hidden. */
const shown = (text: string) => codeIn(text).code.replaceAll(hidden, '.');

describe('what is no code is hidden', () => {
  test.each([
    ["a('it\\'s {') + \"}\"", 'a(\'.......\') + "."'],
    ['a /* ( */ b // )\nc', 'a         b     \nc'],
    ['`a ${b + `${c}` } d` + e', '`..${b + `${c}` }..` + e'],
    ['a = /[/"]{/g; b / c / d', 'a = ........; b / c / d'],
    ['(a) / b / "c/"', '(a) / b / ".."'],
    ["a = 'b\nc", "a = '.\nc"],
  ])('%j', (text, code) => expect(shown(text)).toBe(code));
});

test.each([
  ['a.', 'code'],
  ['// a\n', 'code'],
  ['// a', 'comment'],
  ['/* a *', 'comment'],
  ['/*/', 'comment'],
  ['/* a */', 'code'],
  ["'a", 'string'],
  ["'a\\'", 'string'],
  ["'a\\\\'", 'code'],
  ["'a\n", 'code'],
  ['`a', 'string'],
  ['`a\\`', 'string'],
  ['`a\\', 'string'],
  ['`a${', 'code'],
  ['`a${{}} ', 'string'],
  ['`a${b}`', 'code'],
] as const)('the end of %j is in %s', (text, end) => expect(codeIn(text).end).toBe(end));

test('any text is as long as its code', () => {
  const pieces = fc.constantFrom('"', "'", '`', '${', '{', '}', '/', '*', '\\', '\n', '[', ']', 'a', ' ', 'return');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), parts => {
      const text = parts.join('');
      expect(codeIn(text).code).toHaveLength(text.length);
    }),
  );
});

import { describe, expect, test } from 'vitest';
import { parseSource } from './pragma.ts';
import { RequestError } from './requestError.ts';

const fields = '`yield_time_ms` and `max_output_tokens`';

describe('the pragma line', () => {
  test('source without a pragma runs as it is', () => {
    expect(parseSource('\n  text(1)\n')).toEqual({ source: '\n  text(1)\n' });
  });

  test('a pragma sets both values and is removed', () => {
    const source = '// @exec: {"yield_time_ms": 5, "max_output_tokens": 0}\ntext(1)\n';
    expect(parseSource(source)).toEqual({ source: 'text(1)\n', yieldTimeMs: 5, maxOutputTokens: 0 });
  });

  test.each([
    [
      'leading blanks of any kind',
      '\t\u3000\u0085\r// @exec: {"yield_time_ms": 5}\nx',
      { source: 'x', yieldTimeMs: 5 },
    ],
    ['leading blanks', '  // @exec: {"yield_time_ms": 5}\nx', { source: 'x', yieldTimeMs: 5 }],
    ['no blank before the brace', '// @exec:{"yield_time_ms": 5}\nx', { source: 'x', yieldTimeMs: 5 }],
    ['a carriage return', '// @exec: {"yield_time_ms": 5}\r\nx', { source: 'x', yieldTimeMs: 5 }],
    ['null, which means absent', '// @exec: {"yield_time_ms": null}\nx', { source: 'x' }],
    ['an empty object', '// @exec: {}\nx', { source: 'x' }],
  ])('accepts %s', (_what, submitted, expected) => {
    expect(parseSource(submitted)).toEqual(expected);
  });

  test.each([
    '//@exec: {"yield_time_ms": 5}\nx',
    '// @exec {"yield_time_ms": 5}\nx',
    '\n// @exec: {"yield_time_ms": 5}\nx',
    '\ufeff// @exec: {"yield_time_ms": 5}\nx',
  ])('takes %j for a comment', submitted => {
    expect(parseSource(submitted)).toEqual({ source: submitted });
  });

  test.each(['', '  \n\t ', '\u0085\u3000'])('refuses blank source %j', submitted => {
    expect(() => parseSource(submitted)).toThrow(
      new RequestError(
        'exec expects raw JavaScript source text (non-empty). Provide JS only, optionally with first-line `// @exec: {"yield_time_ms": 10000, "max_output_tokens": 1000}`.',
      ),
    );
  });

  test.each(['// @exec: {"yield_time_ms": 5}', '// @exec: {"yield_time_ms": 5}\n  \n'])(
    'refuses a pragma with no code under it: %j',
    submitted => {
      expect(() => parseSource(submitted)).toThrow(
        new RequestError('exec pragma must be followed by JavaScript source on subsequent lines'),
      );
    },
  );

  test.each(['// @exec:\nx', '// @exec: [1]\nx', '// @exec: 5\nx', '// @exec: null\nx'])(
    'refuses %j, which is no object',
    submitted => {
      expect(() => parseSource(submitted)).toThrow(
        new RequestError(`exec pragma must be a JSON object with supported fields ${fields}`),
      );
    },
  );

  test('refuses what is not JSON and says why', () => {
    expect(() => parseSource('// @exec: {yield_time_ms: 5}\nx')).toThrow(
      /^exec pragma must be valid JSON with supported fields `yield_time_ms` and `max_output_tokens`: ./,
    );
  });

  test('refuses an unknown key by its name', () => {
    expect(() => parseSource('// @exec: {"yield": 5}\nx')).toThrow(
      new RequestError(`exec pragma only supports ${fields}; got \`yield\``),
    );
  });

  test.each(['-1', '1.5', '1.0', '1e3', '"5"', 'true', '[1]', '{}'])('refuses %s as a value', value => {
    expect(() => parseSource(`// @exec: {"yield_time_ms": ${value}}\nx`)).toThrow(
      /^exec pragma fields `yield_time_ms` and `max_output_tokens` must be non-negative safe integers: ./,
    );
  });

  test('refuses a whole number above 2^53-1 by the field it is in', () => {
    expect(() => parseSource('// @exec: {"max_output_tokens": 9007199254740992}\nx')).toThrow(
      new RequestError('exec pragma field `max_output_tokens` must be a non-negative safe integer'),
    );
  });
});

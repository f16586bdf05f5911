import { expect, test } from 'vitest';
import { attributes, nanos, spanIdOf, traceIdOf } from './otlpValue.ts';

test('a UUID is the trace id as it stands, anything else is hashed', () => {
  expect(traceIdOf('FE35C958-909d-49c5-89b0-6fe481e63771')).toBe('fe35c958909d49c589b06fe481e63771');
  expect(traceIdOf('my trace')).toMatch(/^[0-9a-f]{32}$/);
  expect(traceIdOf('00000000-0000-0000-0000-000000000000')).not.toMatch(/^0+$/);
});

test('span ids differ by trace, kind and id, and are the same every time', () => {
  const id = spanIdOf('t', 'thread', 'x');
  expect(id).toMatch(/^[0-9a-f]{16}$/);
  expect(spanIdOf('t', 'thread', 'x')).toBe(id);
  expect(
    new Set([id, spanIdOf('u', 'thread', 'x'), spanIdOf('t', 'turn', 'x'), spanIdOf('t', 'thread', 'y')]).size,
  ).toBe(4);
});

test('times keep their milliseconds, and absurd ones stay within 64 bits', () => {
  expect(nanos(1_795_337_380_381)).toBe('1795337380381000000');
  expect(nanos(-5)).toBe('0');
  expect(nanos(Number.NaN)).toBe('0');
  expect(BigInt(nanos(1e300)) < 2n ** 64n).toBe(true);
});

test('attributes without a value are left out, numbers that are no integers become text', () => {
  expect(attributes({ a: null, b: undefined, c: 1.5, d: false, e: ['x'] })).toEqual([
    { key: 'c', value: { stringValue: '1.5' } },
    { key: 'd', value: { boolValue: false } },
    { key: 'e', value: { arrayValue: { values: [{ stringValue: 'x' }] } } },
  ]);
});

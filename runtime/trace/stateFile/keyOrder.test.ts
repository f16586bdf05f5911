import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inKeyOrder } from './keyOrder.ts';

function order(keys: readonly string[]): string[] {
  const collection = new Map(keys.map(key => [key, key]));
  return Array.from(inKeyOrder(collection), ([key, value]) => {
    expect(value).toBe(key);
    return key;
  });
}

function byBytes(keys: readonly string[]): string[] {
  return [...new Set(keys)].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

const unit = fc.constantFrom('a', 'b', '1', ':', 'é', '\uffee', '\u{1f600}', '\u{10ffff}');
const key = fc.array(unit, { maxLength: 4 }).map(units => units.join(''));

it('has numbered keys in the order of their digits', () => {
  for (const count of [0, 1, 9, 10, 11, 99, 100, 101, 2345]) {
    const keys = Array.from({ length: count }, (_, index) => `raw_payload:${index + 1}`);
    expect(order(keys)).toEqual(byBytes(keys));
  }
});

it('has any keys in the order of their bytes, gaps and characters beyond the basic plane included', () => {
  expect(order(['n:1', 'n:3', 'n:20', 'n:2'])).toEqual(['n:1', 'n:2', 'n:20', 'n:3']);
  fc.assert(
    fc.property(fc.array(key), keys => {
      expect(order(keys)).toEqual(byBytes(keys));
    }),
  );
});

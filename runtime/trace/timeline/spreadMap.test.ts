import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpreadMap } from './spreadMap.ts';

test('a spread map finds what a plain map finds', () => {
  const id = fc.oneof(fc.string(), fc.nat(300).map(String));
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.nat())), id, (entries, other) => {
      const spread = new SpreadMap<number>();
      for (const [key, value] of entries) spread.set(key, value);
      const plain = new Map(entries);
      for (const key of [...plain.keys(), other]) expect(spread.get(key)).toBe(plain.get(key));
    }),
  );
});

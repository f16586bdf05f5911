import fc from 'fast-check';
import { expect, it } from 'vitest';
import { JsonBytes } from './jsonBytes.ts';

function written(value: unknown): string {
  const to = new JsonBytes();
  to.json(value, 0);
  return to.take().toString();
}

/** Half of it plain, the rest anything, halves of characters included. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 100 })
  .map(units => String.fromCharCode(...units));

it('writes any JSON as JSON.stringify indents it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), value => {
      expect(written(value)).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

it('writes any text, whole characters and halves, with the same escapes', () => {
  fc.assert(
    fc.property(anyText, value => {
      expect(written(value)).toBe(JSON.stringify(value));
    }),
  );
  expect(written('\ud83d')).toBe('"\\ud83d"');
});

it('writes any number with the same digits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger()), value => {
      expect(written(value)).toBe(JSON.stringify(value));
    }),
  );
  const edges = [0, -0, 9, 10, 99_999_999, 100_000_000, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e21, -1, 0.5];
  for (const edge of edges) expect(written(edge)).toBe(JSON.stringify(edge));
});

it('leaves out what is undefined, and grows for text of any length', () => {
  expect(written({ a: undefined })).toBe('{}');
  expect(written({ a: undefined, b: [1], c: undefined })).toBe('{\n  "b": [\n    1\n  ]\n}');
  const long = '"ä'.repeat(400_000);
  expect(written([long, long])).toBe(JSON.stringify([long, long], null, 2));
});

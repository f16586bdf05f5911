import fc from 'fast-check';
import { expect, test } from 'vitest';
import { align } from './align.ts';
import type { Entry } from './entries.ts';

function entry(text: string): Entry {
  const view = { ref: { kind: 'code_cell', id: text }, kind: 'cell', name: 'Cell', text } as const;
  return { view, identity: `cell ${text}`, shape: 'cell', text, output: '', calls: [] };
}

const texts = fc.array(fc.constantFrom('a b', 'a c', 'a b c', 'd', 'e f', ''), { maxLength: 12 });

test('every entry of both sides stands in one pair, in order', () => {
  const whole = fc.property(texts, texts, (left, right) => {
    const pairs = align(left.map(entry), right.map(entry));
    const indices = (side: 0 | 1) => pairs.flatMap(pair => pair[side] ?? []);
    expect(indices(0)).toEqual(left.map((_, index) => index));
    expect(indices(1)).toEqual(right.map((_, index) => index));
  });
  fc.assert(whole);
});

test('a sequence is aligned with itself one to one', () => {
  const itself = fc.property(texts, each => {
    const pairs = align(each.map(entry), each.map(entry));
    expect(pairs).toEqual(each.map((_, index) => [index, index]));
  });
  fc.assert(itself);
});

test('thousands of entries that all differ are aligned all the same', () => {
  const left = Array.from({ length: 3000 }, (_, index) => entry(`left ${index}`));
  const right = Array.from({ length: 3000 }, (_, index) => entry(`right ${index}`));
  expect(align(left, right)).toHaveLength(3000);
});

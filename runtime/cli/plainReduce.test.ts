import { expect, it } from 'vitest';
import { plainReduceOf } from './plainReduce.ts';

it('recognises a bundle with any of the options of reduce, in any order', () => {
  const bundle = 'bundle';
  expect(plainReduceOf(['reduce', bundle])).toEqual({ bundle, output: undefined, strict: false });
  expect(plainReduceOf(['reduce', '--strict', bundle])).toEqual({ bundle, output: undefined, strict: true });
  expect(plainReduceOf(['reduce', bundle, '-o', 'x'])).toEqual({ bundle, output: 'x', strict: false });
  expect(plainReduceOf(['reduce', '--output', 'x', '--strict', bundle])).toEqual({ bundle, output: 'x', strict: true });
});

it('leaves help, mistakes and unusual spellings to the full command line', () => {
  const others = [
    '',
    'check b',
    'reduce',
    'reduce --help',
    'reduce a b',
    'reduce b -o',
    'reduce b -ox',
    'reduce b --output=x',
  ];
  for (const words of [...others, 'reduce -- b', 'reduce b --nope', 'reduce b -o --strict', 'help reduce']) {
    expect(plainReduceOf(words.split(' '))).toBeUndefined();
  }
});

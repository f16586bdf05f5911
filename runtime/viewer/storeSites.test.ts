import { expect, test } from 'vitest';
import { storeSites } from './storeSites.ts';

const told = (source: string) => storeSites(source).map(({ key, value, once }) => [key, value, once]);

test('a key and a value that are spelled out are known', () => {
  expect(told(`store('k', { a: 1, "b": [1, -2, null], c: \`x\` }); store("n", true)`)).toEqual([
    ['k', '{"a":1,"b":[1,-2,null],"c":"x"}', true],
    ['n', 'true', true],
  ]);
});

test('what is computed is not guessed', () => {
  expect(
    told('const n = 1; store("visits", n + 1); store(`day-${n}`, 1); store("o", { ...n }); store("f", g())'),
  ).toEqual([
    ['visits', null, true],
    [null, '1', true],
    ['o', null, true],
    ['f', null, true],
  ]);
});

test('what stands in a branch, a loop or a function may run or not', () => {
  expect(told('if (x) store("a", 1); for (const y of z) store("b", 2); const f = () => store("c", 3)')).toEqual([
    ['a', '1', false],
    ['b', '2', false],
    ['c', '3', false],
  ]);
});

test.each([
  'const store = new Map(); store("a", 1)',
  'function store() {} store("a", 1)',
  'const f = store => store("a", 1)',
  'const { store } = x; store("a", 1)',
  'cache.store("a", 1)',
  'store("a", 1',
])('a store that is not that of the session says nothing: %s', source => {
  expect(told(source)).toEqual([]);
});

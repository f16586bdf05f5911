import { describe, expect, test } from 'vitest';
import { plainModule } from './plainModule.ts';

describe('module syntax taken out of a cell', () => {
  test.each([
    ['a dynamic import', 'await import("x")', 'await $imprt("x")'],
    ['one inside a function', 'const f = () => import(a)', 'const f = () => $imprt(a)'],
    ['an exported declaration', 'export const a = 1', '       const a = 1'],
    ['an exported function', 'export function f() {}', '       function f() {}'],
    ['a list of exports', 'const a = 1; export { a }; a', 'const a = 1; ;             a'],
    ['an exported value', 'export default 5', ';0,            5'],
    ['an exported arrow', 'export default a => b', ';0,            a => b'],
    ['a nameless exported function', 'export default function () {}', ';0,            function () {}'],
    ['a named exported class', 'export default class A {}', '               class A {}'],
  ])('%s', async (_what, source, expected) => {
    expect(await plainModule(source, '$imprt')).toBe(expected);
  });

  test('import.meta stays', async () => {
    expect(await plainModule('import.meta', '$imprt')).toBe('import.meta');
  });

  test('words in texts and comments stay', async () => {
    const source = '"import(x)"; // export default\n`export ${import("y")}`';
    expect(await plainModule(source, '$imprt')).toBe('"import(x)"; // export default\n`export ${$imprt("y")}`');
  });

  test('lines and columns stay where they were', async () => {
    const source = 'export {\n  a,\n  b\n};\nconst a = 1, b = 2; x';
    const plain = await plainModule(source, '$imprt');
    expect(plain.length).toBe(source.length);
    expect(plain.split('\n').map(line => line.length)).toEqual(source.split('\n').map(line => line.length));
    expect(plain.endsWith('const a = 1, b = 2; x')).toBe(true);
  });

  test('what the parser does not understand comes back as it was', async () => {
    expect(await plainModule('export const = 1', '$imprt')).toBe('export const = 1');
  });
});

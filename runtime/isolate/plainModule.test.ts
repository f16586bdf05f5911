import { describe, expect, test } from 'vitest';
import { plainModule, plainScript } from './plainModule.ts';

const names = { importer: '$imprt', plain: '$plain' };

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
    ['an exported value in parentheses', 'export default (a, 5)', ';0,            (a, 5)'],
    ['an exported function in parentheses', 'export default (function f() {})', ';0,            (function f() {})'],
    ['code for eval', 'eval("import(1)")', 'eval($plain("import(1)"))'],
    ['code for an indirect eval', '(0, eval)(a, import(1))', '(0, eval)($plain(a), $imprt(1))'],
    ['code for an eval in parentheses', '((eval))(a, import(1))', '((eval))($plain(a), $imprt(1))'],
    ['code for Function', 'new Function("a", "b" + import(1))', 'new Function("a", $plain("b" + $imprt(1)))'],
    ['spread arguments, which stay', 'eval(...[import(1)])', 'eval(...[$imprt(1)])'],
    ['a named exported class', 'export default class A {}', '               class A {}'],
  ])('%s', async (_what, source, expected) => {
    expect(await plainModule(source, names)).toBe(expected);
  });

  test('import.meta stays', async () => {
    expect(await plainModule('import.meta', names)).toBe('import.meta');
  });

  test('words in texts and comments stay', async () => {
    const source = '"import(x)"; // export default\n`export ${import("y")}`';
    expect(await plainModule(source, names)).toBe('"import(x)"; // export default\n`export ${$imprt("y")}`');
  });

  test('lines and columns stay where they were', async () => {
    const source = 'export {\n  a,\n  b\n};\nconst a = 1, b = 2; x';
    const plain = (await plainModule(source, names)) ?? '';
    expect(plain.length).toBe(source.length);
    expect(plain.split('\n').map(line => line.length)).toEqual(source.split('\n').map(line => line.length));
    expect(plain.endsWith('const a = 1, b = 2; x')).toBe(true);
  });

  test('what the parser does not understand is left to whoever asked', async () => {
    expect(await plainModule('export const = 1', names)).toBeUndefined();
  });
});

describe('imports taken out of code for eval', () => {
  test.each(['import(1)', 'return import(1)', 'await import(1)', 'const a = 1\nimport("x").then(a)'])(
    '%s',
    async source => {
      await plainModule('import(1)', names);
      const plain = plainScript(source);
      expect(plain).not.toMatch(/\bimport\(/);
      expect(plain.replace(/Object\(s=>.*?\)\)\)?(?=\()/s, 'import')).toContain('import(');
    },
  );

  test('words in texts stay, and code that cannot be parsed', async () => {
    await plainModule('import(1)', names);
    expect(plainScript('"import(1)"')).toBe('"import(1)"');
    expect(plainScript('import(1')).toBe('import(1');
  });
});

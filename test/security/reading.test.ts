import { describe, expect, test } from 'vitest';
import { useArena } from './attack.ts';

const arena = useArena();

describe('code and texts that are slow to read hold up nobody else', () => {
  test.each([
    ['an error text full of beginnings', 'throw { stack: "(eval at ".repeat(3e5) }'],
    ['an error text full of half positions', 'throw { stack: "(eval at (exec_main.mjs:1:".repeat(1e5) }'],
    ['an error text of numbers', 'throw { stack: "(eval at (exec_main.mjs:1:" + "1".repeat(3e6) }'],
    ['an error text full of our own frames', 'throw { stack: "\\n    at codemode:bootstrap".repeat(2e4) }'],
    ['an import in long code for eval', 'eval("import(1);" + "a=>b+".repeat(1e6) + "1")'],
    ['an import in deep code for eval', 'eval("import(1);" + "[".repeat(5e4) + "]".repeat(5e4))'],
    [
      'an import in long code for eval, again and again',
      'const code = "import(1).catch(() => {});" + "a;".repeat(2e6); const a = 1; for (;;) eval(code)',
    ],
    ['imports without number for eval', 'eval("import(1).catch(()=>{});".repeat(1e4))'],
    ['arrows as defaults of arrows', 'eval("(a=".repeat(400) + "0" + ")=>0".repeat(400))'],
    ['functions within functions', 'eval("function f(){".repeat(3000) + "}".repeat(3000))'],
    ['templates within templates', 'eval("`${".repeat(3000) + "1" + "}`".repeat(3000))'],
    ['labels before labels', 'eval(Array.from({ length: 5000 }, (_, i) => "l" + i + ":").join("") + ";")'],
    ['optional chains', 'eval("var a; a" + "?.b".repeat(2e5))'],
    [
      'a class of many fields',
      'eval("new class {" + Array.from({ length: 5e4 }, (_, i) => "f" + i + "=" + i + ";").join("") + "}")',
    ],
    ['a function of many parameters', 'new Function(...Array.from({ length: 65000 }, (_, i) => "p" + i), "return 1")'],
    [
      'an expression of many groups',
      'new RegExp(Array.from({ length: 2e4 }, (_, i) => "(?<g" + i + ">a)?").join("")).exec("a")',
    ],
    [
      'an expression that looks behind',
      '/(?<=(a+)+)b/.test("a".repeat(40)); /(?<=^(a|a?)+)c/.test("a".repeat(30) + "b")',
    ],
    [
      'a class of all letters',
      'new RegExp("[\\\\p{L}\\\\p{N}\\\\p{M}]{0,1000}".repeat(50), "iu").test("x".repeat(1e4))',
    ],
    ['a deep array as input', 'let a = []; for (let i = 0; i < 20000; i++) a = [a]; await tools.echo(a)'],
    [
      'deep objects stored',
      'let o = {}; for (let i = 0; i < 20000; i++) o = { o }; store("deep", o); text(load("deep") !== undefined)',
    ],
    [
      'a deep block of content',
      'let a = []; for (let i = 0; i < 5000; i++) a = [a]; content({ type: "resource_link", uri: "u", name: "n", _meta: a })',
    ],
    ['a module of one long line', `// ${'x'.repeat(100_000)} import(1)`],
    ['a pragma of blanks', `// @exec: ${' '.repeat(200_000)}{}\ntext(1)`],
    ['a pragma with deep JSON', `// @exec: {"yield_time_ms": ${'['.repeat(100_000)}\ntext(1)`],
  ])('%s', async (_what, source) => {
    const verdict = await arena.attack(source, 3_000).catch((error: Error) => {
      // Refused before it was a cell.
      if (/^exec pragma /.test(error.message)) return null;
      throw error;
    });
    if (verdict === null) return;
    expect(verdict.sacrificed).toBe(false);
    expect(['completed', 'failed', 'terminated']).toContain(verdict.response.status);
  });
});

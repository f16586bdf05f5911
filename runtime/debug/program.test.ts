import { describe, expect, test } from 'vitest';
import { Program } from './program.ts';

/** The place of `^` in the second of each pair of lines. */
function marked(text: string): { source: string; spot: { line: number; column: number } } {
  const lines = text.split('\n');
  const mark = lines.findIndex(line => line.trim() === '^');
  const column = (lines[mark] ?? '').indexOf('^');
  return { source: lines.filter((_, index) => index !== mark).join('\n'), spot: { line: mark - 1, column } };
}

describe('who catches what is thrown at a place', () => {
  test.each([
    ['a try with a handler', 'try {\n  f();\n  ^\n} catch {}', true],
    ['a try without one', 'try {\n  f();\n  ^\n} finally {}', false],
    ['not the handler of its own try', 'try {} catch {\n  f();\n  ^\n}', false],
    ['an outer try, from a handler', 'try { try {} catch {\n  f();\n  ^\n} } catch {}', true],
    ['not a try around the function', 'try { g(() => {\n  f();\n  ^\n}); } catch {}', false],
    ['a promise handler', 'await f().catch(() => {});\n      ^', true],
    ['both halves of then', 'await f().then(a, b);\n      ^', true],
    ['two handlers that are spread', 'await f().then(...both);\n      ^', true],
    ['not one half', 'await f().then(a);\n      ^', false],
    ['allSettled', 'await Promise.allSettled([f()]);\n                          ^', true],
    ['as_settled', 'for await (const x of as_settled([f()])) {}\n                                  ^', true],
    ['not Promise.all', 'await Promise.all([f()]);\n                   ^', false],
  ])('%s', (_what, text, expected) => {
    const { source, spot } = marked(text);
    expect(new Program(source).catches([spot])).toBe(expected);
  });

  test('a caller further out', () => {
    const program = new Program('const f = () => {\n  g();\n};\ntry {\n  f();\n} catch {}');
    expect(program.catches([{ line: 1, column: 2 }])).toBe(false);
    expect(
      program.catches([
        { line: 1, column: 2 },
        { line: 4, column: 2 },
      ]),
    ).toBe(true);
  });
});

describe('a text', () => {
  test('begins where it first runs, not in a function it declares', () => {
    expect(new Program('function f() {\n  g();\n}\n// a remark\nf();').entry).toEqual({ line: 4, column: 0 });
  });

  test('that the parser does not know is one function that catches nothing', () => {
    const program = new Program('const = 1;\nfoo');
    expect(program.functionAround({ line: 1, column: 0 })).toEqual(program.whole);
    expect(program.catches([{ line: 1, column: 0 }])).toBe(false);
  });

  test('knows its functions by their places', () => {
    const program = new Program('async function f() {\n  await g();\n}\nf();');
    expect(program.functionAround({ line: 1, column: 4 })).toEqual({
      start: { line: 0, column: 0 },
      end: { line: 2, column: 1 },
    });
    expect(program.isTopLevel({ line: 3, column: 0 })).toBe(true);
  });

  test('ends where it ends: what is put around it is not part of it', () => {
    const program = new Program('a;\nb;');
    expect(program.contains({ line: 1, column: 0 })).toBe(true);
    expect(program.contains({ line: 2, column: 0 })).toBe(false);
    expect(program.contains({ line: 0, column: -3 })).toBe(false);
  });
});

/** Expected error texts were checked against the reference's host, except where it hangs. */
import { describe, expect, test } from 'vitest';
import { textsFrom, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();

describe('errors', () => {
  test.each([
    ['throw new Error("boom")', 'Error: boom\n    at exec_main.mjs:1:7'],
    ['throw "str"', 'str'],
    ['throw { a: 1 }', '[object Object]'],
    ['throw undefined', 'undefined'],
    ['throw null', 'null'],
    ['throw ""', ''],
    ['throw { stack: "custom stack" }', 'custom stack'],
    ['throw { stack: 5, toString() { return "five" } }', 'five'],
    ['const e = new Error("m"); e.stack = undefined; throw e', 'Error: m'],
    ['await Promise.reject(new Error("rej"))', 'Error: rej\n    at exec_main.mjs:1:22'],
    ['Error.prepareStackTrace = () => 5; throw new Error("b")', 'Error: b'],
  ])('%s', async (source, expected) => {
    const session = await under.shared();
    const response = await session.exec({ source });
    expect(response.status).toBe('failed');
    expect(response.errorText).toBe(expected);
  });

  test.each([
    ['throw { get stack() { throw 1 }, toString() { return "ts" } }', 'ts'],
    ['throw { toString() { throw 1 } }', 'the cell threw a value that cannot be shown as text'],
    ['throw new Proxy({}, { get() { throw 5 } })', 'the cell threw a value that cannot be shown as text'],
    ['Error.prepareStackTrace = () => { throw 1 }; throw new Error("b")', 'Error: b'],
  ])('%s, which hangs the reference', async (source, expected) => {
    const session = await under.shared();
    expect((await session.exec({ source })).errorText).toBe(expected);
  });

  test.each([
    ['let x = ;', "SyntaxError: Unexpected token ';'"],
    ['return 1', 'SyntaxError: Illegal return statement'],
    ['}', "SyntaxError: Unexpected token '}'"],
    ['});(async()=>{', "SyntaxError: Unexpected token '}'"],
    ['let a; let a;', "SyntaxError: Identifier 'a' has already been declared"],
    ['function f(){} function f(){}', "SyntaxError: Identifier 'f' has already been declared"],
    ['with({}){}', 'SyntaxError: Strict mode code may not include a with statement'],
    ['export { nope }', "SyntaxError: Export 'nope' is not defined in module"],
  ])('%s is a syntax error that takes a cell id', async (source, expected) => {
    const session = await under.shared();
    const response = await session.exec({ source });
    expect(response).toMatchObject({ status: 'failed', cellId: expect.stringMatching(/^\d+$/), errorText: expected });
  });

  test('the output of a failed cell comes before its error', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, 'text("a"); throw new Error("b")')).toEqual([
      'a',
      'error: Error: b\n    at exec_main.mjs:1:18',
    ]);
  });

  test('a stray rejection is no failure', async () => {
    const session = await under.shared();
    const source = 'Promise.reject(new Error("stray")); await new Promise(r => setTimeout(r, 5)); text("ok")';
    expect(await textsFrom(session, source)).toEqual(['ok']);
  });
});

describe('source positions', () => {
  test('count from the line after the pragma', async () => {
    const session = await under.shared();
    const response = await session.exec({ source: '// @exec: {}\n\n  throw new Error("x")' });
    expect(response.errorText).toBe('Error: x\n    at exec_main.mjs:2:9');
  });

  test('are those of nested and asynchronous functions', async () => {
    const session = await under.shared();
    const source = 'async function outer() {\n  await null;\n  (() => { throw new Error("x") })();\n}\nawait outer()';
    expect((await session.exec({ source })).errorText).toBe(
      'Error: x\n    at exec_main.mjs:3:18\n    at outer (exec_main.mjs:3:35)\n    at async exec_main.mjs:5:1',
    );
  });

  test.each([
    ['eval("throw new Error(1)")', '1:1'],
    ['\n  eval("throw new Error(1)")', '2:3'],
  ])('stay right around eval in %j', async (source, position) => {
    const session = await under.shared();
    expect((await session.exec({ source })).errorText).toBe(
      `Error: 1\n    at eval (eval at <anonymous> (exec_main.mjs:${position}), <anonymous>:1:7)\n    at exec_main.mjs:${position}`,
    );
  });

  test('stay right after export and import', async () => {
    const session = await under.shared();
    const source = 'export const a = 1; import("x").catch(() => {}); throw new Error("x")';
    expect((await session.exec({ source })).errorText).toBe('Error: x\n    at exec_main.mjs:1:56');
  });

  test('never lie before the first column', async () => {
    const session = await under.shared();
    const source = 'class A { static x = (() => { throw new Error("x") })() }';
    expect((await session.exec({ source })).errorText).toMatch(/static_initializer.*\n {4}at exec_main\.mjs:1:1$/);
  });

  test('of a hashbang line are kept', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, '#!/usr/bin/env node\nthrow new Error("x")')).toEqual([
      'error: Error: x\n    at exec_main.mjs:2:7',
    ]);
  });
});

describe('imports and exports', () => {
  test.each([
    ['import "fs"', 'Unsupported import in exec: fs'],
    ['import fs from "node:fs"', 'Unsupported import in exec: node:fs'],
    ['export * from "x"', 'Unsupported import in exec: x'],
    ['await import("fs")', 'unsupported import in exec'],
    ['import.source("x")', "SyntaxError: Unexpected identifier 'source'"],
  ])('%s', async (source, expected) => {
    const session = await under.shared();
    expect((await session.exec({ source })).errorText).toBe(expected);
  });

  test('a dynamic import rejects with a string and harms nobody who catches it', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, 'try { await import("fs") } catch (e) { text(typeof e + ": " + e) }')).toEqual([
      'string: unsupported import in exec',
    ]);
  });

  test.each([
    ['eval', 'await eval("import(\'x\')")'],
    ['eval of code that is put together', 'const x = 1; await eval("import" + "(" + "x)"); // import'],
    ['an indirect eval', 'await (0, eval)("const a = 1\\nimport(\'x\')")'],
    ['Function', 'await new Function("a", "return import(a)")("x")'],
  ])('so does one inside %s', async (_where, source) => {
    const session = await under.shared();
    expect(
      await textsFrom(
        session,
        `try { ${source.replace(/ \/\/.*$/, '')} } catch (e) { text(typeof e + ": " + e) } // import`,
      ),
    ).toEqual(['string: unsupported import in exec']);
  });

  test.each([
    ['await import(Symbol())', 'TypeError: Cannot convert a Symbol value to a string'],
    ['await import({ toString() { throw "no" } })', 'no'],
  ])('%s rejects with what its argument throws', async (source, expected) => {
    const session = await under.shared();
    expect((await session.exec({ source })).errorText?.split('\n')[0]).toBe(expected);
  });

  test('a name in front of a line that begins with an import is no function call', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, 'const a = 1\nimport("x").catch(e => text(e))\nawait null')).toEqual([
      'unsupported import in exec',
    ]);
  });

  test.each([
    ['using x = { [Symbol.dispose]() { text("disposed") } }; text("used")', ['used', 'disposed']],
    ['await using x = { async [Symbol.asyncDispose]() { await null; text("disposed") } }', ['disposed']],
    ['using x = { [Symbol.dispose]() { throw "no" } }; text("used") // last', ['used', 'error: no']],
  ])('what is in use is disposed of before the end: %s', async (source, expected) => {
    expect(await textsFrom(await under.shared(), source)).toEqual(expected);
  });

  test.each([
    ['export default (text("evaluated"), 1)', ['evaluated']],
    ['export default (() => text("called"))()', ['called']],
    ['export default (a)\nvar a = text("later")', ['later']],
    ['export default function f() { return 1 } text(f())', ['1']],
    ['text(f()); export function f() { return "hoisted" }', ['hoisted']],
    ['export const { a, b: [c] } = { a: 1, b: [2] }; text(a + c)', ['3']],
    ['export default await Promise.reject("no")', ['error: no']],
  ])('%j does what a module does', async (source, expected) => {
    expect(await textsFrom(await under.shared(), source)).toEqual(expected);
  });

  test('export is allowed and means nothing', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, 'export const a = 1; export default class {}; export { a as b }; text(a)')).toEqual(
      ['1'],
    );
  });
});

describe('exit', () => {
  test.each([
    ['at top level', 'text("a"); exit(); text("no")', ['a']],
    ['after awaits', 'await null; text("a"); exit(); text("no")', ['a']],
    ['in try, catch and finally', 'text("a"); try { exit() } catch { text("c") } finally { text("f") }', ['a']],
    ['in a callback', 'text("a"); [1, 2].map(() => exit())', ['a']],
    ['in a timer', 'setTimeout(() => exit()); text("a"); await new Promise(() => {})', ['a']],
    ['in an async function nobody awaits', '(async () => exit())(); text("after")', []],
  ])('%s completes the cell', async (_where, source, expected) => {
    const session = await under.shared();
    const response = await session.exec({ source });
    expect(response.status).toBe('completed');
    expect(response.items.map(item => item.type === 'text' && item.text)).toEqual(expected);
  });
});

describe('what a cell finds', () => {
  test('only built-ins and helpers are global', async () => {
    const session = await under.shared();
    const source = `const helpers = Object.keys(globalThis).sort().join(' ');
text(helpers);
text(['console', 'Atomics', 'SharedArrayBuffer', 'WebAssembly', 'process', 'require', 'fetch'].filter(n => Object.hasOwn(globalThis, n)))`;
    expect(await textsFrom(session, source)).toEqual([
      'ALL_TOOLS as_settled audio clearTimeout content exit generatedImage image load notify setTimeout store stream_settled text tools yield_control',
      '[]',
    ]);
  });

  test('helpers stand in the order of the reference and show nothing of themselves', async () => {
    const session = await under.shared();
    const source = `text(Object.keys(globalThis).join(' '));
text([text, image, audio, generatedImage, notify, yield_control, exit, store, load, setTimeout, clearTimeout, tools.echo]
  .every(f => f.name === '' && f.length === 0 && String(f) === 'function () { [native code] }'));
new text('made')`;
    expect(await textsFrom(session, source)).toEqual([
      'tools ALL_TOOLS clearTimeout setTimeout text content image audio generatedImage store load notify yield_control exit as_settled stream_settled',
      'true',
      'made',
    ]);
  });

  test('dates and numbers speak every locale', async () => {
    const session = await under.shared();
    const source =
      'text((1234567.891).toLocaleString("de-DE")); text(new Date(0).toLocaleString("en-US", { timeZone: "Asia/Tokyo" }))';
    expect(await textsFrom(session, source)).toEqual(['1.234.567,891', '1/1/1970, 9:00:00 AM']);
  });

  test('it is a module: strict, with top-level await, without this and arguments', async () => {
    const session = await under.shared();
    const source =
      'text(typeof this); text(typeof arguments); text(await Promise.resolve(1)); text(Object.keys(import.meta))';
    expect(await textsFrom(session, source)).toEqual(['undefined', 'undefined', '1', '[]']);
  });
});

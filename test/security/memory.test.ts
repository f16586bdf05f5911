import { describe, expect, test } from 'vitest';
import { useArena } from './attack.ts';

const arena = useArena();
const tooMuch = /^exec cell exceeded its memory limit of 64 MB$|^exec runtime ended unexpectedly$/;

describe('a cell that fills its memory ends, and nobody else', () => {
  test.each([
    ['objects', 'const a = []; for (;;) a.push({ a: 1, b: [2] })'],
    ['strings', 'const a = []; for (let i = 0; ; i++) a.push("x".repeat(1000) + i)'],
    ['one string that doubles', 'let s = "x"; const a = []; for (;;) { s += s; a.push(s + 1); JSON.stringify(a) }'],
    ['a map', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, i)'],
    ['a set', 'const m = new Set(); for (let i = 0; ; i++) m.add(i)'],
    ['properties', 'const o = {}; for (let i = 0; ; i++) o["k" + i] = i'],
    ['closures', 'let f = () => 0; for (;;) { const g = f; f = () => g }'],
    ['promises', 'const a = []; for (;;) a.push(new Promise(() => {}))'],
    ['symbols', 'const a = []; for (let i = 0; ; i++) a.push(Symbol("s" + i))'],
    ['parsed JSON', 'const a = []; for (;;) a.push(JSON.parse("[" + "{},".repeat(10000) + "1]"))'],
    ['eval', 'const a = []; for (let i = 0; ; i++) a.push(eval("(function f" + i + "(){ return " + i + " })"))'],
  ])('with %s', async (_what, source) => {
    const { response, terminated } = await arena.attack(source, 20_000);
    expect(terminated).toBe(false);
    expect(response.status).toBe('failed');
    expect(response.errorText).toMatch(tooMuch);
  });

  test.each([
    ['arrays too long for anything', 'Array.from({ length: 2 ** 30 })'],
    ['a huge array filled', 'new Array(2 ** 26).fill().map((_, i) => ({ i }))'],
    ['a split of a huge string', '"a".repeat(2 ** 28).split("")'],
    ['a spread of a huge array', 'Math.max(...new Array(2 ** 27).fill(1))'],
    [
      'resizable buffers',
      'const b = new ArrayBuffer(1, { maxByteLength: 4e9 }); b.resize(4e9); new Uint8Array(b).fill(1)',
    ],
    ['typed arrays', 'const a = []; for (;;) a.push(new Uint8Array(1e7).fill(1))'],
    ['Intl objects', 'const a = []; for (;;) a.push(new Intl.DateTimeFormat("de", { timeZone: "Asia/Tokyo" }))'],
    ['a huge number', 'let n = 3n; for (;;) n *= n'],
  ])('with %s, by itself or by termination', async (_what, source) => {
    const { response } = await arena.attack(source, 4_000);
    expect(['failed', 'terminated']).toContain(response.status);
    if (response.status === 'failed') expect(response.errorText).not.toBe('');
  });
});

describe('recursion without end is an error like any other', () => {
  test.each([
    ['functions', 'function f(n) { return f(n + 1) + 1 } f(0)'],
    ['getters', 'const o = { get a() { return this.a } }; o.a'],
    ['toString', 'const o = { toString() { return "" + this } }; text("" + o)'],
    ['toJSON', 'const o = { toJSON() { return JSON.stringify(this) } }; text(o)'],
    ['proxies', 'let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); p.a'],
    ['nested JSON', 'let a = []; for (let i = 0; i < 1e6; i++) a = [a]; text(a)'],
    ['nested source', 'eval("(".repeat(1e5))'],
    ['a helper as its own callback', 'const o = { toJSON() { text(o) } }; text(o)'],
  ])('in %s', async (_what, source) => {
    const { response, sacrificed } = await arena.attack(source, 10_000);
    expect(response.status).toBe('failed');
    expect(response.errorText).toMatch(/^(RangeError: Maximum call stack|SyntaxError)/);
    expect(sacrificed).toBe(false);
  });
});

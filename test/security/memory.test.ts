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
    ['registered symbols', 'for (let i = 0; ; i++) Symbol.for("s" + i)'],
    ['bound functions', 'let f = () => 0; for (;;) f = f.bind(null, 1)'],
    ['generators that wait', 'const a = []; for (;;) { const g = (function* () { yield a })(); g.next(); a.push(g) }'],
    ['weak references', 'const a = []; for (;;) a.push(new WeakRef({ a }))'],
    ['errors with stacks', 'const a = []; for (;;) { const e = new Error("x"); a.push(e, e.stack) }'],
    ['eval', 'const a = []; for (let i = 0; ; i++) a.push(eval("(function f" + i + "(){ return " + i + " })"))'],
  ])('with %s', async (_what, source) => {
    const { response, terminated } = await arena.attack(source);
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
    [
      'a transferred buffer',
      'let b = new ArrayBuffer(1e7); const a = []; for (;;) { a.push(b.transfer(b.byteLength + 1e7)); b = new ArrayBuffer(1e7) }',
    ],
    [
      'JSON with a wide indent',
      'let o = {}; for (let i = 0; i < 25; i++) o = { o, p: o }; JSON.stringify(o, null, "          ")',
    ],
    ['matches of a huge string', '[..."ab".repeat(2 ** 24).matchAll(/./g)]'],
    ['a segmented huge string', '[...new Intl.Segmenter().segment("a".repeat(2 ** 24))]'],
    ['joined huge strings', 'const a = []; for (;;) a.push(new Array(2 ** 18).fill("x".repeat(500)).join())'],
    ['promises of a helper', 'await as_settled((function* () { for (;;) yield new Promise(() => {}) })()).next()'],
    ['calls that wait', 'const a = []; for (;;) a.push(tools.echo(1).then(() => a))'],
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
    ['await', 'async function f() { await f() } await f()'],
    ['delegated generators', 'function* f() { yield* f() } [...f()]'],
    ['flattened rings', 'const a = []; a.push(a); a.flat(Infinity)'],
    ['primitive values', 'const o = { [Symbol.toPrimitive]() { return +this } }; +o'],
    ['expressions', 'new RegExp("(".repeat(1e5) + ")".repeat(1e5))'],
    ['parsed JSON', 'JSON.parse("[".repeat(1e6))'],
    ['nested source', 'eval("(".repeat(1e5))'],
    ['a helper as its own callback', 'const o = { toJSON() { text(o) } }; text(o)'],
  ])('in %s', async (_what, source) => {
    const { response, sacrificed } = await arena.attack(source);
    expect(response.status).toBe('failed');
    expect(response.errorText).toMatch(/^(RangeError: Maximum call stack|SyntaxError)/);
    expect(sacrificed).toBe(false);
  });
});

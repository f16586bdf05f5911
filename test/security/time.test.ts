import { describe, expect, test } from 'vitest';
import { useArena } from './attack.ts';

const arena = useArena();

describe('a cell that never ends can be terminated', () => {
  test.each([
    ['a loop', 'for (;;) {}'],
    ['a loop that catches', 'for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }'],
    ['microtasks', 'for (;;) await null'],
    ['microtasks that multiply', 'const f = () => Promise.resolve().then(f); f(); await new Promise(() => {})'],
    ['a generator', 'function* g() { for (;;) yield 1 } for (const x of g());'],
    ['a proxy trap', 'const p = new Proxy({}, { get() { for (;;) {} } }); p.a'],
    ['a toJSON', 'text({ toJSON() { for (;;) {} } })'],
    ['a toString inside a helper', 'setTimeout(() => {}, { valueOf() { for (;;) {} } })'],
    ['a sort that never agrees', '[..."ab".repeat(1e6)].sort(() => { for (;;) {} })'],
    ['backtracking', '/^(a+)+$/.test("a".repeat(50) + "b")'],
    ['backtracking in replace', '"a".repeat(1e5).replace(/(a*)*b/g, "")'],
    ['timers that make timers', 'const f = () => setTimeout(f); f(); await new Promise(() => {})'],
    ['calls that make calls', 'const f = () => tools.echo().then(f, f); f(); f(); await new Promise(() => {})'],
    ['microtasks left behind by code that ended', '(async () => { for (;;) await null })()'],
    ['a loop in a microtask left behind', 'Promise.resolve().then(() => { for (;;) {} })'],
    ['the stack of its own error', 'throw { get stack() { for (;;) {} } }'],
    ['the toString of what it throws', 'throw { toString() { for (;;) {} } }'],
    ['an iterator a helper reads', 'as_settled({ [Symbol.iterator]: () => ({ next() { for (;;) {} } }) })'],
    [
      'a promise constructor that never answers',
      'Object.defineProperty(Promise.prototype, "constructor", { get() { for (;;) {} } }); await tools.echo(1)',
    ],
    ['backtracking in a lookahead', '/^(?=(a|aa)+$)/.test("a".repeat(60) + "b")'],
    ['a split by backtracking', '("a".repeat(40) + "b").split(/(?:a+)+$/)'],
    ['nothing at all', 'await new Promise(() => {})'],
    ['catching the end', 'for (;;) { try { await new Promise(r => setTimeout(r, 1)) } catch {} }'],
  ])('%s', async (_what, source) => {
    const { response, sacrificed } = await arena.attack(source, 300);
    expect(response.status).toBe('terminated');
    expect(sacrificed).toBe(false);
  });
});

describe('a builtin that never returns costs the process, later or at once, and nothing else', () => {
  test.each([
    ['includes over nothing', 'Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)'],
    ['indexOf over nothing', 'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)'],
    ['lastIndexOf over nothing', 'Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)'],
    ['copying within nothing', 'Array.prototype.copyWithin.call({ length: 2 ** 53 - 1 }, 1, 0)'],
    ['raw text without end', 'String.raw({ raw: { length: 2 ** 53 - 1 } })'],
    ['joining nothing', 'Array.prototype.join.call({ length: 2 ** 32 - 1 }, "")'],
    ['a set of an endless iterator', 'new Set((function* () { for (let i = 0; ; i++) yield i % 9 })())'],
    ['all of an endless iterator', 'await Promise.all((function* () { for (;;) yield 1 })())'],
    ['a number read from a long text', 'BigInt("9".repeat(2e6)) % 7n'],
    ['comparing huge strings', '"a".repeat(2 ** 27).localeCompare("a".repeat(2 ** 27) + "b")'],
    ['filling a sparse array', 'new Array(1e9).fill(0)'],
    ['a native sort of a huge array', 'new Float64Array(2e7).map(Math.random).sort(); new Float64Array(5e6).sort()'],
    ['reversing a sparse array', 'const a = []; a[4294967294] = 1; a.reverse()'],
    ['a power beyond measure', '(3n ** 20000000n).toString()'],
    ['normalising a huge string', '"\\u0344".repeat(2 ** 27).normalize()'],
  ])('%s', async (_what, source) => {
    const { response } = await arena.attack(source, 300);
    expect(['terminated', 'failed', 'completed']).toContain(response.status);
  });
});

import { describe, expect, test } from 'vitest';
import { useArena } from './attack.ts';

const arena = useArena();

describe('values of odd shapes say what they are or are refused, and their cell goes on', () => {
  test.each<[string, string, string[]]>([
    [
      'dates beyond all days',
      'text(new Date(8.64e15)); try { text(new Date(NaN).toISOString()) } catch (e) { text(e.name) } text(new Date(NaN))',
      ['"+275760-09-13T00:00:00.000Z"', 'RangeError', 'null'],
    ],
    ['a toJSON that gives a function', 'text({ toJSON() { return () => 1 } })', ['undefined']],
    ['a toJSON that gives itself', 'const o = { toJSON() { return o } }; text(o)', ['{}']],
    [
      'boxed values',
      'text([new String("s"), new Number(1), Object(1n) && 2, new Boolean(false)])',
      ['["s",1,2,false]'],
    ],
    [
      'raw JSON that is none',
      'try { text(JSON.rawJSON("{}")) } catch (e) { text(e.name) } text({ a: JSON.rawJSON("1e1000") })',
      ['SyntaxError', '{"a":1e1000}'],
    ],
    [
      'numbers JSON does not know',
      'text(await tools.echo([NaN, -0, Infinity, 1e400, 5e-324]))',
      ['[null,0,null,null,5e-324]'],
    ],
    [
      'a key called __proto__',
      'const v = await tools.echo(JSON.parse(\'{"__proto__":{"x":1},"constructor":2}\')); text([Object.keys(v), v.x === undefined])',
      ['[["__proto__","constructor"],true]'],
    ],
    [
      'lone halves of characters',
      'for (const v of ["\\ud800", "a\\udfff"]) { try { await tools.echo(v); text("sent") } catch (e) { text(String(e).slice(0, 38)) } }',
      ['failed to serialize JavaScript value: ', 'failed to serialize JavaScript value: '],
    ],
    [
      'names no global may have',
      'store("__proto__", 1); store("constructor", 2); store("", 3); text([load("__proto__"), load("constructor"), load(""), load("toString")])',
      ['[1,2,3,null]'],
    ],
    [
      'ids of timers nobody gave',
      'for (const id of [0, -1, 1e9, 2 ** 53, NaN, "1", "__proto__", "constructor", [], {}]) clearTimeout(id); text("fine")',
      ['fine'],
    ],
    [
      'arguments of helpers without end',
      'text(...new Array(60000).fill(1)); setTimeout(...[() => {}, 1, ...new Array(60000)]); text("fine")',
      ['1', 'fine'],
    ],
    [
      'helpers called as constructors and methods',
      'for (const f of [text, store, setTimeout, tools.echo]) { try { new f("x", 1) } catch (e) { text(typeof e) } } text.call(null, "this"); Reflect.apply(text, globalThis, ["apply"])',
      [],
    ],
    [
      'counted looks at a value',
      'let n = 0; const o = { get a() { n++; return n } }; text(o); await tools.echo(o); store("o", o); text(n)',
      ['{"a":1}', '3'],
    ],
  ])('%s', async (_what, source, texts) => {
    const { response, sacrificed } = await arena.attack(source);
    expect(response.errorText).toBeUndefined();
    if (texts.length > 0) expect(response.items.map(item => item.type === 'text' && item.text)).toEqual(texts);
    expect(sacrificed).toBe(false);
  });

  test.each([
    ['an array of four thousand million holes, as text', 'text(new Array(2 ** 32 - 1))'],
    ['the same, as input', 'await tools.echo(new Array(2 ** 32 - 1))'],
    ['the same, stored', 'store("a", new Array(2 ** 32 - 1))'],
    ['the same, as content', 'content(new Array(2 ** 32 - 1))'],
    ['the same, as promises', 'await as_settled(new Array(2 ** 32 - 1)).next()'],
    [
      'a proxy with keys without end',
      'text(new Proxy({}, { ownKeys: () => Array.from({ length: 1e7 }, (_, i) => "k" + i), getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true, value: 1 }) }))',
    ],
    [
      'a proxy that is an array without end',
      'text(new Proxy([], { get: (t, k) => k === "length" ? 2 ** 53 - 1 : 1 }))',
    ],
    [
      'a toString that grows',
      'const o = { n: 1, toString() { this.n *= 2; return "x".repeat(this.n) } }; for (;;) text(String(o))',
    ],
    ['parts that are padded without measure', 'text("a".padEnd(2 ** 29 - 25, "bc"))'],
    ['a replacement that doubles', 'let s = "ab"; for (;;) s = s.replaceAll(/./g, "$&$&")'],
    ['a text of everything upper cased', 'let s = "\\u0390"; for (;;) s = (s + s).toUpperCase()'],
    ['a number of many digits', 'text(2n ** 4000000n)'],
    ['a shift without end', 'text(1n << (2n ** 62n))'],
    [
      'a random sum of Intl',
      'for (;;) new Intl.NumberFormat("ar-EG", { style: "unit", unit: "kilometer-per-hour" }).formatToParts(Math.random())',
    ],
    [
      'sorting by the locale',
      'Array.from({ length: 3e5 }, () => "\\u00e4" + Math.random()).sort((a, b) => a.localeCompare(b, "de")); for (;;) ["a", "b"].sort(Intl.Collator("sv").compare)',
    ],
    ['a list that grows while it is read', 'const a = [1]; for (const x of a) a.push(x)'],
    ['a set that grows while it is read', 'const s = new Set([0]); for (const x of s) { s.delete(x); s.add(x + 1) }'],
    [
      'a reviver that grows what it reads',
      'JSON.parse("[0]", function (k, v) { if (Array.isArray(this)) for (let i = 0; i < 1e6; i++) this.push(i); return v })',
    ],
    ['groups without end', 'Object.groupBy((function* () { for (let i = 0; ; i++) yield i })(), i => "g" + i)'],
    ['an iterator helper without end', 'Iterator.from({ next: () => ({ value: 1 }) }).flatMap(() => [1, 2]).toArray()'],
    ['an array made of promises without end', 'await Array.fromAsync({ length: 2 ** 53 - 1, get 0() { return 1 } })'],
    [
      'Array.from of itself',
      'const a = [1]; a[Symbol.iterator] = () => a.values(); for (;;) Array.from(a, () => a.push(...a))',
    ],
  ])('%s: it ends with an error, or can be ended', async (_what, source) => {
    const { response } = await arena.attack(source, 2_000);
    expect(['failed', 'terminated', 'completed']).toContain(response.status);
    if (response.status === 'failed') expect(response.errorText).not.toBe('');
  });
});

describe('numbers a cell gives are not believed', () => {
  test('a timer cleared by another cell goes off all the same', async () => {
    const [{ response }, tried] = await Promise.all([
      arena.attack('const fired = new Promise(f => setTimeout(() => f("mine"), 300)); text(await fired)'),
      arena.run(
        'for (let i = 0; i < 20; i++) { for (let id = -5; id < 500; id++) clearTimeout(id); await null } text("tried")',
      ),
    ]);
    expect(tried).toEqual(['tried']);
    expect(response.items).toEqual([{ type: 'text', text: 'mine' }]);
  });
});

import { describe, expect, test } from 'vitest';
import { useArena } from './attack.ts';

const arena = useArena();

describe('what a cell leaves behind when its code has ended does no harm', () => {
  test.each([
    [
      'callbacks for collected objects that throw',
      'const r = new FinalizationRegistry(() => { throw new Error("late") }); for (let i = 0; i < 2e5; i++) r.register({ i }, i); await new Promise(f => setTimeout(f, 50))',
    ],
    [
      'callbacks for collected objects that call tools',
      'const r = new FinalizationRegistry(i => { tools.echo(i); text(i) }); for (let i = 0; i < 2e4; i++) r.register({ a: new Array(100).fill(i) }, i)',
    ],
    ['a million promises that never settle', 'globalThis.a = Array.from({ length: 1e6 }, () => new Promise(() => {}))'],
    ['ten thousand rejections nobody hears', 'for (let i = 0; i < 1e4; i++) Promise.reject(new Error("e" + i))'],
    ['a rejection that says nothing but throws', 'Promise.reject(new Proxy(new Error("x"), { get() { throw 1 } }))'],
    [
      'a rejection whose words are getters',
      'const e = new Error("x"); for (const k of ["name", "message", "stack"]) Object.defineProperty(e, k, { get() { throw e } }); Promise.reject(e)',
    ],
    ['a rejection with a long message', 'Promise.reject(new Error("x".repeat(2 ** 24)))'],
    [
      'rejections of every kind',
      'for (const v of [undefined, null, Symbol("s"), 1n, () => 1, /x/, new Proxy({}, {}), globalThis]) Promise.reject(v)',
    ],
    [
      'async generators in the middle',
      'async function* g() { try { for (;;) yield await tools.never() } finally { await tools.echo(1); text("never") } } for (let i = 0; i < 100; i++) g().next()',
    ],
    [
      'a generator whose finally goes on',
      'function* g() { try { yield 1 } finally { yield 2; yield 3 } } for (const x of g()) break; const h = g(); h.next(); h.return(5)',
    ],
    [
      'a resource whose disposal throws',
      'const r = { [Symbol.dispose]() { throw new Error("kept") } }; { try { using a = r } catch {} } using b = { [Symbol.dispose]() {} }',
    ],
    ['microtasks that throw', 'for (let i = 0; i < 1000; i++) Promise.resolve().then(() => { throw i })'],
    ['timers that would throw', 'for (let i = 0; i < 1000; i++) setTimeout(() => { throw i }, 0)'],
    [
      'timers with delays of every kind',
      'for (const ms of [NaN, Infinity, -Infinity, -1, 2 ** 53, 1e308, "5", "x", null, [], {}, true, 0.1, -0]) setTimeout(() => text("late"), ms === 0 ? 1e6 : ms)',
    ],
    [
      'handlers for what is settled later',
      'const { promise, resolve } = Promise.withResolvers(); promise.then(() => text("x")); setTimeout(resolve, 1e6)',
    ],
  ])('%s', async (_what, source) => {
    const { response, terminated, sacrificed, facts } = await arena.attack(`${source}\n;text("end")`);
    expect([response.status, response.errorText]).toEqual(['completed', undefined]);
    expect(response.items).toContainEqual({ type: 'text', text: 'end' });
    expect([terminated, sacrificed]).toEqual([false, false]);
    const ends = facts.filter(fact => fact.type === 'cell_closed' && fact.cellId === response.cellId);
    expect(ends).toHaveLength(1);
  });

  test.each([
    ['a rejection whose message never comes', 'Promise.reject(new Proxy(new Error("x"), { get() { for (;;) {} } }))'],
    [
      'an error whose message never comes',
      'const e = new Error("x"); Object.defineProperty(e, "message", { get() { for (;;) {} } }); Promise.reject(e)',
    ],
    ['a resource that is never disposed of', 'using r = { [Symbol.dispose]() { for (;;) {} } }'],
    ['a resource awaited for ever', 'await using r = { async [Symbol.asyncDispose]() { for (;;) await null } }'],
    ['a formatter of stacks that never answers', 'Error.prepareStackTrace = () => { for (;;) {} }; null.x'],
    [
      'a limit of frames that is a getter',
      'Object.defineProperty(Error, "stackTraceLimit", { get() { for (;;) {} } }); null.x',
    ],
  ])('%s: it ends, or can be ended', async (_what, source) => {
    const { response, sacrificed } = await arena.attack(`text("start"); ${source}`, 500);
    expect(['terminated', 'failed', 'completed']).toContain(response.status);
    expect(sacrificed).toBe(false);
  });
});

describe('the end by exit() is the end from anywhere', () => {
  test.each([
    ['a getter a helper reads', 'image({ get image_url() { exit() } })'],
    ['an executor', 'new Promise(() => exit())'],
    ['a comparator', '[2, 1].sort(() => exit())'],
    ['a replacer', '"a".replace(/a/, () => exit())'],
    ['a trap', 'Reflect.ownKeys(new Proxy({}, { ownKeys() { exit() } }))'],
    ['a finally', 'try { throw 1 } finally { exit() }'],
    ['a field of a class', 'new (class { a = exit() })()'],
    ['a default of a parameter', '((a = exit()) => a)()'],
    ['a template', 'exit`x`'],
    ['a disposal', '{ using r = { [Symbol.dispose]() { exit() } } }'],
    ['an async iterator', 'for await (const x of { [Symbol.asyncIterator]: () => ({ next() { exit() } }) });'],
    ['code made from text', 'new Function("exit()")(); eval("exit()")'],
    ['what settles an answer', 'tools.echo(1).then(exit); await new Promise(() => {})'],
    ['a reviver', 'JSON.parse("[1]", () => exit())'],
    ['a formatter of stacks', 'Error.prepareStackTrace = () => exit(); new Error("x").stack'],
    ['Array.fromAsync', 'await Array.fromAsync({ length: 1, get 0() { exit() } })'],
  ])('%s', async (_what, source) => {
    const { response, sacrificed } = await arena.attack(`text("before"); store("k", 1); ${source}; text("after")`);
    expect([response.status, response.errorText]).toEqual(['completed', undefined]);
    expect(response.items).toEqual([{ type: 'text', text: 'before' }]);
    expect(sacrificed).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { useArena } from './attack.ts';

const arena = useArena();

/** Everything a cell could do to the ground its helpers stand on. */
const poison = `
const evil = () => { throw new Error('evil') };
const own = Object.getOwnPropertyDescriptors;
for (const proto of [Promise.prototype, String.prototype, Function.prototype, RegExp.prototype]) {
  for (const [name, d] of Object.entries(own(proto))) {
    if (name !== 'constructor' && d.writable && typeof d.value === 'function') proto[name] = evil;
  }
}
JSON.stringify = () => '{"forged":true}'; JSON.parse = () => ({ forged: true });
Reflect.apply = evil; Reflect.defineProperty = evil; Math.trunc = evil;
Promise.resolve = evil; Promise.reject = evil; Symbol.iterator;
globalThis.Promise = globalThis.String = globalThis.JSON = globalThis.Object = globalThis.Array = undefined;
`;

describe('overridden intrinsics change nothing a helper says', () => {
  test('texts, calls, stored values and completion stay true', async () => {
    const { response, calls } = await arena.attack(`${poison}
text({ a: 1 }); text('s'); store('k', { b: 2 }); text(load('k').b); text((await tools.echo({ c: 3 })).c);
setTimeout(() => text('timer')); await tools.echo(1);`);
    expect(response.errorText).toBeUndefined();
    expect(response.items.map(item => item.type === 'text' && item.text)).toEqual(
      expect.arrayContaining(['{"a":1}', 's', '2', '3']),
    );
    expect(calls.filter(call => call.name === 'echo').map(call => call.input)).toEqual([{ c: 3 }, 1]);
  });

  test('an overridden then neither fakes nor prevents completion', async () => {
    const fake = 'Promise.prototype.then = function (ok) { ok && ok("forged") }; text("a"); await null; text("b")';
    expect((await arena.attack(fake)).response).toMatchObject({ status: 'completed', items: [{}, {}] });
    const block = 'Promise.prototype.then = () => new Promise(() => {}); text("a")';
    expect((await arena.attack(block)).response.status).toBe('completed');
  });

  test('Object.prototype.then and toJSON hurt their own cell only', async () => {
    const { response } = await arena.attack(`Object.prototype.then = function (ok) { ok('mine') };
text(await tools.echo({ a: 1 })); delete Object.prototype.then;
Object.prototype.toJSON = () => 'mine'; text({ a: 1 }); text(await tools.echo({ a: 1 }))`);
    expect(response.items.map(item => item.type === 'text' && item.text)).toEqual(['mine', '"mine"', 'mine']);
  });

  test('setters on prototypes see nothing of what the helpers keep', async () => {
    const { response } = await arena.attack(`const seen = [];
for (const proto of [Object.prototype, Array.prototype]) for (const key of ['0', '1', '2', 'a', 'resolve', 'index', 'bytes']) {
  Object.defineProperty(proto, key, { configurable: true, set(v) { seen.push(key) }, get() { seen.push(key) } });
}
store('a', 1); load('a'); setTimeout(() => {}); const p = tools.echo(5); await p; text('x');
for (const proto of [Object.prototype, Array.prototype]) for (const key of ['0', '1', '2', 'a', 'resolve', 'index', 'bytes']) delete proto[key];
text(seen.length)`);
    expect(response.items.at(-1)).toEqual({ type: 'text', text: '0' });
  });

  test('descriptor fields on Object.prototype, frozen prototypes and a closed global change nothing', async () => {
    const { response } = await arena.attack(`Object.prototype.get = () => 'mine'; Object.prototype.value = 'mine';
Object.prototype.writable = false; Object.prototype.done = true;
Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.freeze(Promise.prototype); Object.freeze(globalThis);
store('k', 1); text(load('k')); text((await tools.echo({ a: 1 })).a); await new Promise(r => setTimeout(r, 1)); text('end')`);
    expect(response.errorText).toBeUndefined();
    expect(response.items.map(item => item.type === 'text' && item.text)).toEqual(['1', '1', 'end']);
  });

  test('a species and a constructor of promises get no hold of what helpers promise', async () => {
    const { response, calls } = await arena.attack(`let held = 0;
function Thief(run) { run(() => held++, () => held++); }
Object.defineProperty(Promise, Symbol.species, { get: () => Thief });
Object.defineProperty(Promise.prototype, 'constructor', { get: () => Thief });
const answer = tools.echo(7);
text(await answer); text(held)`);
    expect(calls.filter(call => call.name === 'echo')).toHaveLength(1);
    expect(response.items.at(0)).toEqual({ type: 'text', text: '7' });
  });

  test('iterators and typed arrays with methods of their own change no word', async () => {
    const { response, calls } = await arena.attack(`const evil = () => { throw new Error('evil') };
const iterators = [[][Symbol.iterator](), ''[Symbol.iterator](), new Map()[Symbol.iterator]()];
for (let i = 0; i < 3; i++) Object.getPrototypeOf(iterators[i]).next = evil;
const typed = Object.getPrototypeOf(Uint16Array.prototype);
const names = Object.getOwnPropertyNames(typed);
for (let i = 0; i < names.length; i++) { try { Object.defineProperty(typed, names[i], { value: evil }) } catch {} }
String.fromCharCode = evil; globalThis.Uint16Array = globalThis.Int32Array = undefined;
for (let i = 0; i < 50; i++) text(await tools.echo('w' + i))`);
    const words = Array.from({ length: 50 }, (_, i) => `w${i}`);
    expect(response.items.map(item => item.type === 'text' && item.text)).toEqual(words);
    expect(calls.filter(call => call.name === 'echo').map(call => call.input)).toEqual(words);
  });

  test('a poisoned cell leaves the next one clean', async () => {
    await arena.attack(poison);
    expect(await arena.run('text({ a: 1 }); text(typeof Promise.prototype.then)')).toEqual(['{"a":1}', 'function']);
  });
});

describe('values with a will of their own', () => {
  test.each([
    ['a getter that throws', 'text({ get a() { throw new Error("g") } })', /^Error: g/],
    ['a proxy as input', 'await tools.echo(new Proxy({}, { ownKeys() { throw new Error("p") } }))', /^Error: p/],
    ['a thenable as input', 'text(await tools.echo({ then: 1 }))', null],
    [
      'a proxy as promises',
      'for await (const r of as_settled(new Proxy([], { get() { throw new Error("q") } })));',
      /^Error: q/,
    ],
    ['a revoked proxy', 'const r = Proxy.revocable({}, {}); r.revoke(); text(r.proxy)', /^TypeError/],
    ['an error whose stack throws', 'throw { get stack() { throw 1 } }', /./],
    [
      'an error whose message throws',
      'throw { get message() { throw 1 }, toString: null, [Symbol.toPrimitive]() { throw 1 } }',
      /./,
    ],
    ['a stack that is huge', 'const e = new Error("x"); e.stack = "y".repeat(1e6); throw e', /^y+$/],
    ['a prepareStackTrace that throws', 'Error.prepareStackTrace = () => { throw 1 }; null.x', /^TypeError/],
    ['a prepareStackTrace that answers objects', 'Error.prepareStackTrace = () => ({}); null.x', /^TypeError/],
    [
      'a detail with a toString',
      'image("data:,x", { toString() { return "high" } })',
      /^image detail must be a string/,
    ],
    [
      'a field that changes between looks',
      'let n = 0; image({ get image_url() { return n++ ? "https://x" : "data:,x" }, get detail() { return n++ > 2 ? "no" : "low" } }); text(n)',
      null,
    ],
    [
      'a block that changes while it is read',
      'let n = 0; content({ type: "text", get text() { return n++ ? 5 : "a" } }); text(n)',
      null,
    ],
    [
      'a value that stores while it is stored',
      'store("k", { toJSON() { store("k", 1); return 2 } }); if (load("k") !== 2) throw new Error("lost")',
      null,
    ],
    [
      'an input that calls while it is read',
      'const first = await tools.echo({ toJSON() { tools.echo("inner"); return "outer" } }); if (first !== "outer") throw first',
      null,
    ],
    [
      'a delay that sets a timer',
      'const id = setTimeout(() => {}, { valueOf() { setTimeout(() => {}); return 1 } }); if (id !== 2) throw id',
      null,
    ],
    [
      'a prototype that is a proxy',
      'throw Object.create(new Proxy({}, { get() { throw 1 }, has() { throw 2 } }))',
      /./,
    ],
    ['an iterator that ends the cell', 'content({ *[Symbol.iterator]() { exit() } })', null],
    ['a helper given itself', 'text(text); setTimeout(text); store("f", [text]); await tools.echo([tools])', null],
    [
      'a key with a toString that changes',
      'let i = 0; store({ toString: () => "k" + i++ }, 1); text(load("k0"))',
      null,
    ],
  ])('%s', async (_what, source, expected) => {
    const { response, sacrificed } = await arena.attack(source);
    if (expected === null) expect(response.status).toBe('completed');
    else expect(response.errorText).toMatch(expected);
    expect(sacrificed).toBe(false);
  });
});

describe('nothing a cell holds leads out of it', () => {
  test('constructors of constructors end in its own world', async () => {
    const { response } = await arena.attack(`const worlds = new Set();
for (const value of [tools.echo, text, setTimeout, load, exit, tools, ALL_TOOLS, tools.echo(1), as_settled([]), stream_settled, import.meta]) {
  let at = value;
  for (let i = 0; i < 5 && at; i++) { at = at.constructor; if (typeof at === 'function') { try { worlds.add(Function.prototype.call.call(at, null, 'return globalThis')?.()) } catch {} } }
}
text([...worlds].filter(w => typeof w === 'object' && w !== null && w !== globalThis && 'process' in w).length)`);
    expect(response.items).toEqual([{ type: 'text', text: '0' }]);
  });

  test('every kind of function leads to functions of its own world only', async () => {
    const { response } = await arena.attack(`const worlds = [];
for (const kind of [function () {}, async () => {}, function* () {}, async function* () {}, class {}, text, tools.echo, Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags').get]) {
  const made = kind.constructor('return this === undefined ? globalThis : this');
  let world = made();
  if (typeof world.then === 'function') world = await world;
  if (typeof world.next === 'function') world = (await world.next()).value;
  worlds.push(world === globalThis && !('process' in world));
}
text(worlds.every(Boolean))`);
    expect(response.items).toEqual([{ type: 'text', text: 'true' }]);
  });

  test.each([
    ['a specifier with a scheme', 'await import("node:fs")'],
    ['a specifier that is data', 'await import("data:text/javascript,export default process")'],
    ['a file', 'await import("file:///etc/passwd")'],
    ['attributes', 'await import("/etc/passwd", { with: { type: "json" } })'],
    ['V8 natives', 'eval("%DebugPrint(1)")'],
    ['a comment that opens HTML', '<!-- x\nprocess.exit()'],
  ])('nothing is reached through %s', async (_what, source) => {
    const { response } = await arena.attack(source);
    expect(response.errorText).toMatch(/^unsupported import in exec$|^SyntaxError/);
  });

  test('a stack tells of no file but the cell, whoever calls', async () => {
    const { response } = await arena.attack(`const stacks = [];
const look = () => { stacks.push(new Error('x').stack); return 1 };
look(); [1].forEach(look); text({ toJSON: look }); await Promise.resolve().then(look); await tools.echo(1).then(look);
text(stacks.some(s => /node:|isolated|file:|\\/work|\\/app|[.]ts|[.]mjs:(?!)/.test(s.replaceAll('exec_main.mjs', ''))))`);
    expect(response.items.at(-1)).toEqual({ type: 'text', text: 'false' });
  });

  test('no global of Node or of isolated-vm is there', async () => {
    const names = ['process', 'require', 'module', 'global', 'Buffer', 'ivm', '$0', 'fetch', 'WebAssembly', 'Atomics'];
    const source = `text([${names.map(name => `typeof ${name}`).join()}].filter(t => t !== 'undefined').length)`;
    expect((await arena.attack(source)).response.items).toEqual([{ type: 'text', text: '0' }]);
  });

  test('call sites give no functions away', async () => {
    const { response } = await arena.attack(`let found = 0;
Error.prepareStackTrace = (e, sites) => { for (const s of sites) { if (s.getFunction() || s.getThis()) found++ } return '' };
const look = () => new Error('x').stack;
look(); text({ toJSON() { look(); return 1 } }); setTimeout(look); await tools.echo({ toJSON() { look(); return 1 } });
[1].map(look); text(found)`);
    expect(response.items.at(-1)).toEqual({ type: 'text', text: '0' });
  });

  test('caller and arguments of helpers are closed', async () => {
    const { response } = await arena.attack(`let open = 0;
for (const f of [text, tools.echo, setTimeout, as_settled]) for (const k of ['caller', 'arguments']) { try { if (f[k]) open++ } catch {} }
text(open)`);
    expect(response.items).toEqual([{ type: 'text', text: '0' }]);
  });

  test('the names the wrapper gives its arguments cannot be guessed from inside', async () => {
    const { response } = await arena.attack(`const names = [];
try { eval('$') } catch (e) { names.push(e.name) }
for (const line of new Error('x').stack.split('\\n')) if (/\\$[a-z0-9]{5}/.test(line)) names.push(line);
text(names)`);
    expect(response.items).toEqual([{ type: 'text', text: '["ReferenceError"]' }]);
  });

  test('source that closes its wrapper is a syntax error', async () => {
    for (const source of ['}catch{}})\ntext(1);(async()=>{try{', '}});text(1);({a(){{', '*/ text(1) /*', '`${']) {
      const { response } = await arena.attack(source);
      expect(response.errorText).toMatch(/^SyntaxError/);
      expect(response.items).toEqual([]);
    }
  });
});

describe('nothing is forged in what the observer hears', () => {
  test('an end is told once, whatever ends after it', async () => {
    for (const source of [
      'Promise.resolve().then(() => exit()); throw new Error("first")',
      'Promise.resolve().then(() => { throw "second" }); throw "first"',
      'setTimeout(() => { throw "timer" }); throw "first"',
      'throw { get stack() { exit() } }',
      'throw { toString() { throw { toString() { exit() } } } }',
    ]) {
      const { facts, response } = await arena.attack(source);
      const ends = facts.filter(fact => fact.type === 'cell_closed' && fact.cellId === response.cellId);
      expect(ends, source).toHaveLength(1);
    }
  });

  test('output and calls of code that has ended stand before its answer', async () => {
    const { facts, response } = await arena.attack(
      'Promise.resolve().then(() => { notify("n"); tools.never() }); text(1)',
    );
    const types = facts.filter(fact => 'cellId' in fact && fact.cellId === response.cellId).map(fact => fact.type);
    expect(types.slice(0, 3)).toEqual(['cell_started', 'notified', 'nested_call_started']);
    expect(types.slice(-3)).toEqual(['nested_call_ended', 'exec_answered', 'cell_closed']);
  });

  test('a name of a tool cannot stand for another', async () => {
    const { calls } = await arena.attack(
      'tools.never = tools.echo; const { echo } = tools; delete tools.echo; await echo(1); await tools.never(2)',
    );
    expect(calls.filter(call => call.name === 'echo').map(call => call.input)).toEqual([1, 2]);
  });

  test('facts of an attacker carry its own cell id and nothing after its end', async () => {
    const { facts, response } = await arena.attack(
      `setTimeout(() => text('late')); tools.echo('late');
Promise.resolve().then(() => { for (;;) tools.echo('later') }); text('done')`,
      1_000,
    );
    const ended = facts.findIndex(fact => fact.type === 'cell_closed' && fact.cellId === response.cellId);
    expect(ended).toBeGreaterThan(0);
    const later = facts.slice(ended + 1).filter(fact => 'cellId' in fact && fact.cellId === response.cellId);
    expect(later).toEqual([]);
  });
});

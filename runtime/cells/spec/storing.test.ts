import { describe, expect, test } from 'vitest';
import { cell, gate, textsFrom, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();

describe('stored values', () => {
  test('of one cell are seen by the next', async () => {
    const session = await under.open();
    await session.exec({ source: 'store("a", { b: [1] })' });
    expect(await textsFrom(session, 'text(load("a")); text(load("missing"))')).toEqual(['{"b":[1]}', 'undefined']);
  });

  test('are copies', async () => {
    const session = await under.shared();
    const source = 'const o = { a: 1 }; store("o", o); o.a = 2; const p = load("o"); p.a = 3; text(load("o"))';
    expect(await textsFrom(session, source)).toEqual(['{"a":1}']);
  });

  test('belong to their session', async () => {
    const one = await under.open();
    const other = await under.open();
    await one.exec({ source: 'store("a", 1)' });
    expect(await textsFrom(other, 'text(load("a"))')).toEqual(['undefined']);
  });

  test.each(['throw new Error("x")', 'exit()'])('are committed by a cell that ends with %s', async end => {
    const session = await under.open();
    await session.exec({ source: `store("a", 1); ${end}` });
    expect(await textsFrom(session, 'text(load("a"))')).toEqual(['1']);
  });

  test('of a terminated cell are discarded', async () => {
    const session = await under.open();
    await session.exec({ source: 'store("a", 1); yield_control(); await new Promise(() => {})' });
    await session.wait({ cellId: cell('1'), terminate: true });
    expect(await textsFrom(session, 'text(load("a"))')).toEqual(['undefined']);
  });

  test('are not committed at a yield', async () => {
    const session = await under.open();
    await session.exec({ source: 'store("a", 1); yield_control(); await new Promise(() => {})' });
    expect(await textsFrom(session, 'text(load("a"))')).toEqual(['undefined']);
  });

  test('are committed before anyone collects the result', async () => {
    const session = await under.open();
    await session.exec({ source: 'yield_control(); store("a", 1)' });
    while (session.liveCells()[0]?.status !== 'finished') await new Promise(resolve => setTimeout(resolve, 2));
    expect(await textsFrom(session, 'text(load("a"))')).toEqual(['1']);
  });

  test('a cell works on what was there when it started', async () => {
    const go = gate();
    const session = await under.open({ onToolCall: () => go.opened.then(() => null) });
    const first = session.exec({ source: 'await tools.echo(); text(load("a"))' });
    await session.exec({ source: 'store("a", "later")' });
    go.open();
    expect((await first).items).toEqual([{ type: 'text', text: 'undefined' }]);
  });

  test('for one key the cell that completes last wins', async () => {
    const go = gate();
    const session = await under.open({ onToolCall: () => go.opened.then(() => null) });
    const slow = session.exec({ source: 'store("a", "slow"); await tools.echo()' });
    await session.exec({ source: 'store("a", "fast")' });
    go.open();
    await slow;
    expect(await textsFrom(session, 'text(load("a"))')).toEqual(['slow']);
  });

  test('that no session could keep fail the cell that stored them, and the others stay', async () => {
    const session = await under.open({ limits: { storedBytes: 2_000 } });
    await session.exec({ source: 'store("a", "x".repeat(1000))' });
    const { status, errorText } = await session.exec({ source: 'store("b", "y".repeat(1000)); store("c", 1)' });
    expect({ status, errorText }).toEqual({
      status: 'failed',
      errorText:
        'Unable to store "b". A session may store 2000 bytes at most; store less, or smaller values under keys it has.',
    });
    expect(await textsFrom(session, 'text(load("a").length); text(load("b")); text(load("c"))')).toEqual([
      '1000',
      'undefined',
      '1',
    ]);
    await session.exec({ source: 'store("a", 0)' });
    expect(await textsFrom(session, 'store("b", "y".repeat(1000))')).toEqual([]);
  });

  test('survive the process that held the cells', async () => {
    const session = await under.open();
    await session.exec({ source: 'store("a", 1)' });
    const live = session.exec({ source: 'await new Promise(() => {})' });
    const before = under.runtime.pids();
    for (const pid of before) process.kill(pid, 'SIGKILL');
    expect((await live).errorText).toBe('exec runtime ended unexpectedly');
    expect(await textsFrom(session, 'text(load("a"))')).toEqual(['1']);
  });

  test.each([
    ['store("a", undefined)', 'Unable to store "a". Only plain serializable objects can be stored.'],
    ['store("a", () => 1)', 'failed to serialize JavaScript value: expected value at line 1 column 1'],
    ['store(Symbol(), 1)', 'store key must be a string'],
    ['load(Symbol())', 'load key must be a string'],
  ])('%s fails the cell', async (source, expected) => {
    const session = await under.shared();
    expect((await session.exec({ source })).errorText).toBe(expected);
  });

  test('names of built-in properties are ordinary keys', async () => {
    const session = await under.shared();
    const source = 'store("__proto__", 5); text(load("__proto__")); text(load("constructor"))';
    expect(await textsFrom(session, source)).toEqual(['5', 'undefined']);
    expect(await textsFrom(session, 'text(load("__proto__"))')).toEqual(['5']);
  });
});

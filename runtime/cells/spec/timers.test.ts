/** Expected texts were checked against the reference's host with the same sources. */
import { describe, expect, test } from 'vitest';
import { textsFrom, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();

describe('timers', () => {
  test('ids are numbers from 1', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, 'text(setTimeout(() => {})); text(setTimeout(() => {}, 1))')).toEqual(['1', '2']);
  });

  test('fire in the order of their times, and by order of making for one time', async () => {
    const session = await under.shared();
    const source = `const o = []; const push = v => () => o.push(v);
setTimeout(push('c'), 40); setTimeout(push('b'), 20); setTimeout(push('a')); setTimeout(push('b2'), 20);
await new Promise(r => setTimeout(r, 80)); text(o.join(' '))`;
    expect(await textsFrom(session, source)).toEqual(['a b b2 c']);
  });

  test('callbacks get no arguments', async () => {
    const session = await under.shared();
    const source = 'await new Promise(r => setTimeout((...a) => { text(a.length); r() }, 1, "x"))';
    expect(await textsFrom(session, source)).toEqual(['0']);
  });

  test('a cleared timer does not fire', async () => {
    const session = await under.shared();
    const source =
      'clearTimeout(setTimeout(() => text("no"), 1)); await new Promise(r => setTimeout(r, 20)); text("end")';
    expect(await textsFrom(session, source)).toEqual(['end']);
  });

  test('clearing what is no timer does nothing', async () => {
    const session = await under.shared();
    const source = 'for (const v of [null, undefined, 99, 1.5, -1, NaN, "x", {}, true]) clearTimeout(v); text("ok")';
    expect(await textsFrom(session, source)).toEqual(['ok']);
  });

  test('a callback that throws fails the cell', async () => {
    const session = await under.shared();
    const source = 'setTimeout(() => { throw new Error("t") }, 1); await new Promise(() => {})';
    expect(await textsFrom(session, source)).toEqual(['error: Error: t\n    at exec_main.mjs:1:26']);
  });

  test('pending timers do not keep the cell alive', async () => {
    const session = await under.shared();
    const response = await session.exec({ source: 'setTimeout(() => text("no"), 3_600_000); text("end")' });
    expect(response.status).toBe('completed');
  });

  test.each([
    ['setTimeout("x")', 'setTimeout expects a function callback'],
    ['setTimeout()', 'setTimeout expects a function callback'],
    ['clearTimeout(1n)', 'clearTimeout expects a numeric timeout id'],
  ])('%s fails the cell', async (source, expected) => {
    const session = await under.shared();
    expect((await session.exec({ source })).errorText).toBe(expected);
  });
});

describe('results in the order of settling', () => {
  test('as_settled gives index, status and value or reason', async () => {
    const session = await under.shared();
    const source = `const late = new Promise(r => setTimeout(r, 20, 0)).then(() => 'late');
for await (const r of as_settled([late, Promise.reject('no'), 2])) text(r)`;
    expect(await textsFrom(session, source)).toEqual([
      '{"index":1,"status":"rejected","reason":"no"}',
      '{"index":2,"status":"fulfilled","value":2}',
      '{"index":0,"status":"fulfilled","value":"late"}',
    ]);
  });

  test('stream_settled awaits its callback for each', async () => {
    const session = await under.shared();
    const source = `const o = [];
text(await stream_settled([1, 2], async r => { o.push('s' + r.value); await null; await null; o.push('e' + r.value) }));
text(o.join())`;
    expect(await textsFrom(session, source)).toEqual(['undefined', 's1,e1,s2,e2']);
  });

  test('what is not iterable and a missing callback are type errors', async () => {
    const session = await under.shared();
    expect((await session.exec({ source: 'as_settled(5)' })).errorText).toMatch(
      /^TypeError: promises is not iterable\n/,
    );
    expect((await session.exec({ source: 'await stream_settled([1])' })).errorText).toMatch(
      /^TypeError: stream_settled requires a callback\n/,
    );
  });
});

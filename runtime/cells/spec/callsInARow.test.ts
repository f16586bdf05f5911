/**
 * Calls that follow each other at once take a way of their own between a cell and its process (`protocol/mail.ts`). Here
 * stands that nobody can tell: nothing is lost, doubled or out of order, whenever the answers come.
 */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../base/json.ts';
import { noteFacts, textsFrom, textsOf, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();

/** Keeps this process busy: a timer could not wait for less than a millisecond. */
function busyFor(us: number): void {
  const until = performance.now() + us / 1000;
  while (performance.now() < until);
}

describe('calls in a row', () => {
  test('each is answered once, and with its own result, however long answers take', async () => {
    const inputs: unknown[] = [];
    const session = await under.open({
      onToolCall: async ({ input }) => {
        inputs.push(input);
        // From far below to far above what a cell is willing to wait awake.
        if (inputs.length % 50 === 0) await new Promise(resolve => setTimeout(resolve, 2));
        else busyFor((inputs.length * 37) % 400);
        return { n: input as number };
      },
    });
    const source =
      'let wrong = 0; for (let i = 0; i < 3000; i++) if ((await tools.echo(i)).n !== i) wrong++; text(wrong)';
    expect(await textsFrom(session, source)).toEqual(['0']);
    expect(inputs).toEqual(Array.from({ length: 3000 }, (_, i) => i));
  });

  test('what is said between them keeps its place', async () => {
    const noted = noteFacts();
    const session = await under.open({ observer: noted, onNotify: async () => {} });
    await session.exec({
      source: `for (let i = 0; i < 300; i++) {
        if (i % 2 === 0) text('before ' + i);
        if (i % 3 === 0) notify('n' + i);
        await tools.echo(i);
        if (i % 5 === 0) notify('m' + i);
        if (i % 7 === 0) text('x'.repeat(700));
      }`,
    });
    const told = noted.facts.flatMap(fact => {
      if (fact.type === 'nested_call_started') return [`call ${fact.input}`];
      return fact.type === 'notified' ? [fact.text] : [];
    });
    const expected: string[] = [];
    for (let i = 0; i < 300; i++) {
      if (i % 3 === 0) expected.push(`n${i}`);
      expected.push(`call ${i}`);
      if (i % 5 === 0) expected.push(`m${i}`);
    }
    expect(told).toEqual(expected);
  });

  test('results of any size and script arrive as they are', async () => {
    const session = await under.shared();
    const source = `const bad = [];
      for (let i = 0; i < 400; i++) {
        const sent = i % 4 === 0 ? 'ü€😀"\\\\\\n'.repeat(i % 90) : 'a'.repeat((i * 13) % 1100);
        if ((await tools.echo(sent)) !== sent) bad.push(i);
      }
      text(bad.length)`;
    expect(await textsFrom(session, source)).toEqual(['0']);
  });

  test('no result and failures arrive too', async () => {
    let calls = 0;
    const session = await under.open({
      onToolCall: async () => {
        calls++;
        if (calls % 3 === 0) throw new Error(`no ${calls}`);
        return calls % 3 === 1 ? undefined : (null as JsonValue);
      },
    });
    const source = `const seen = [];
      for (let i = 0; i < 30; i++) seen.push(await tools.echo().then(v => String(v), e => 'threw ' + e));
      text(seen.slice(0, 3).join()); text(seen.slice(27).join())`;
    expect(await textsFrom(session, source)).toEqual(['undefined,null,threw no 3', 'undefined,null,threw no 30']);
  });

  test('two cells that call in turn do not take each other’s answers', async () => {
    const session = await under.open({ onToolCall: async ({ cellId, input }) => `${cellId}:${JSON.stringify(input)}` });
    const source = `let wrong = 0; const first = (await tools.echo(0)).split(':')[0];
      for (let i = 1; i < 800; i++) if ((await tools.echo(i)) !== first + ':' + i) wrong++;
      text(wrong)`;
    const responses = await Promise.all([session.exec({ source }), session.exec({ source }), session.exec({ source })]);
    expect(responses.map(({ items }) => textsOf(items))).toEqual([['0'], ['0'], ['0']]);
  });

  test('timers fire and other promises go on while a cell calls in a row', async () => {
    const session = await under.shared();
    const source = `let fired = 0, hops = 0, done = false;
      setTimeout(() => { fired++; }, 1);
      (async () => { while (!done) { await null; await null; hops++; await tools.echo('other'); } })();
      for (let i = 0; i < 300; i++) await tools.echo(i);
      done = true;
      text(fired); text(hops > 100)`;
    expect(await textsFrom(session, source)).toEqual(['1', 'true']);
  });

  test('answers to calls that are open together keep the order in which they were given', async () => {
    const session = await under.open({
      // Large ones and small ones go different ways.
      onToolCall: async ({ input }) => ({
        n: input as number,
        fill: 'x'.repeat((input as number) % 3 === 0 ? 5000 : 5),
      }),
    });
    const source = `const order = [];
      for (let round = 0; round < 40; round++) {
        await tools.echo(1);
        const open = [];
        for (let i = 0; i < 6; i++) open.push(tools.echo(i).then(({ n }) => order.push(n)));
        await Promise.all(open);
      }
      text(order.every((n, at) => n === at % 6))`;
    expect(await textsFrom(session, source)).toEqual(['true']);
  });

  test('a cell can be stopped while it waits awake', async () => {
    const session = await under.shared();
    for (let round = 0; round < 20; round++) {
      const { cellId } = await session.exec({ source: 'for (;;) await tools.echo(1)', yieldTimeMs: 3 });
      const { response } = await session.wait({ cellId, terminate: true });
      expect(response.status).toBe('terminated');
    }
    expect(await textsFrom(session, 'text(await tools.echo("alive"))')).toEqual(['alive']);
  });
});

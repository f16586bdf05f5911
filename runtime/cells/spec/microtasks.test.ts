/** What code leaves for microtasks when it ends still runs, as in the reference; expectations were checked against it. */
import { describe, expect, test } from 'vitest';
import { cell, gate, textsFrom, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();

describe('when the code has ended, microtasks it left', () => {
  test.each([
    ['of a function nobody awaits', '(async () => { await null; text("late") })(); text("first")', ['first', 'late']],
    ['in a long row', '(async () => { for (let i = 0; i < 5000; i++) await null; text("late") })()', ['late']],
    ['after a nested call', 'await tools.echo(1); Promise.resolve().then(() => text("late"))', ['late']],
    ['of a failing import', 'import("x").catch(text)', ['unsupported import in exec']],
    ['of a cell that throws', 'Promise.resolve().then(() => text("late")); throw "no"', ['late', 'error: no']],
    ['that throw themselves', 'Promise.resolve().then(() => { throw "later" }); throw "no"', ['error: no']],
    ['that wait for more than microtasks', 'tools.echo(1).then(() => text("never")); text("first")', ['first']],
    ['that set timers', 'Promise.resolve().then(() => setTimeout(() => text("never"))); text("first")', ['first']],
    ['that exit', 'Promise.resolve().then(() => { exit(); text("never") }); text("first"); throw "no"', ['first']],
    [
      'of a timer that throws',
      'setTimeout(() => { Promise.resolve().then(() => text("late")); throw "no" }); await new Promise(() => {})',
      ['late', 'error: no'],
    ],
  ])('run: those %s', async (_which, source, expected) => {
    expect(await textsFrom(await under.shared(), source)).toEqual(expected);
  });

  test('store values, last ones included', async () => {
    const session = await under.open();
    await session.exec({ source: 'store("a", 1); Promise.resolve().then(() => { store("a", 2); store("b", 3) })' });
    expect(await textsFrom(session, 'text(load("a")); text(load("b"))')).toEqual(['2', '3']);
  });

  test('notify, and the answer waits for the acknowledgement', async () => {
    const acknowledge = gate();
    const heard: string[] = [];
    const session = await under.open({
      onNotify: async ({ text }) => {
        heard.push(text);
        await acknowledge.opened;
      },
    });
    const running = session.exec({ source: 'Promise.resolve().then(() => notify("late"))', yieldTimeMs: 60_000 });
    await expect.poll(() => heard).toEqual(['late']);
    expect(session.liveCells()).toHaveLength(1);
    acknowledge.open();
    expect(await running).toMatchObject({ status: 'completed' });
  });

  test('make calls that are cancelled with the cell', async () => {
    let cancelled = false;
    const session = await under.open({
      onToolCall: (_call, signal) =>
        new Promise(resolve =>
          signal.addEventListener('abort', () => {
            cancelled = true;
            resolve(null);
          }),
        ),
    });
    expect(await session.exec({ source: 'Promise.resolve().then(() => tools.echo())' })).toMatchObject({
      status: 'completed',
    });
    expect(cancelled).toBe(true);
  });

  test('keep the cell alive while they go on, and it yields and can be terminated', async () => {
    const session = await under.open();
    const source = '(async () => { for (;;) await null })(); text("first")';
    let response = await session.exec({ source, yieldTimeMs: 100 });
    // A process that is slow to begin has put out nothing yet.
    while (response.status === 'yielded' && response.items.length === 0) {
      ({ response } = await session.wait({ cellId: cell('1'), yieldTimeMs: 100 }));
    }
    expect(response).toMatchObject({ status: 'yielded', items: [{ text: 'first' }] });
    expect(await session.wait({ cellId: cell('1'), terminate: true })).toMatchObject({
      response: { status: 'terminated' },
    });
  });
});

import { describe, expect, test } from 'vitest';
import { cell, gate, noteFacts, textsFrom, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();
const lost = 'exec runtime ended unexpectedly';

function killAll(): void {
  for (const pid of under.runtime.pids()) process.kill(pid, 'SIGKILL');
}

describe('when the process that holds the cells dies', () => {
  test('every live cell says so and the next exec works', async () => {
    const session = await under.open();
    const one = session.exec({ source: 'await new Promise(() => {})' });
    const two = session.exec({ source: 'for (;;) {}' });
    while (session.liveCells().some(live => live.status !== 'running')) await new Promise(r => setTimeout(r, 2));
    killAll();
    for (const response of [await one, await two]) {
      expect(response).toMatchObject({ status: 'failed', errorText: lost });
    }
    expect(await textsFrom(session, 'text("next")')).toEqual(['next']);
  });

  test('a cell nobody observed keeps the news for the next wait, with its output so far', async () => {
    const called = Promise.withResolvers<void>();
    const session = await under.open({
      onToolCall: async () => {
        called.resolve();
        return null;
      },
    });
    const source = 'text("a"); yield_control(); text("b"); await tools.echo(); await new Promise(() => {})';
    await session.exec({ source });
    // What the cell said before it called has come by then.
    await called.promise;
    killAll();
    const { outcome, response } = await session.wait({ cellId: cell('1') });
    expect(outcome).toBe('live');
    expect(response).toMatchObject({ status: 'failed', errorText: lost, items: [{ type: 'text', text: 'b' }] });
  });

  test('a finished result that lies uncollected is not lost', async () => {
    const session = await under.open();
    await session.exec({ source: 'yield_control(); text("kept")' });
    while (session.liveCells()[0]?.status !== 'finished') await new Promise(r => setTimeout(r, 2));
    killAll();
    await new Promise(resolve => setTimeout(resolve, 50));
    const { response } = await session.wait({ cellId: cell('1') });
    expect(response).toMatchObject({ status: 'completed', items: [{ type: 'text', text: 'kept' }] });
  });

  test('open handlers are cancelled before the answer', async () => {
    const notes = noteFacts();
    const session = await under.open({
      observer: notes,
      onToolCall: (_call, signal) => new Promise(resolve => signal.addEventListener('abort', () => resolve(null))),
    });
    const running = session.exec({ source: 'await tools.echo()' });
    while (session.liveCells()[0]?.pendingToolCallIds.length !== 1) await new Promise(r => setTimeout(r, 2));
    killAll();
    expect((await running).errorText).toBe(lost);
    expect(notes.types().slice(-3)).toEqual(['nested_call_ended', 'exec_answered', 'cell_closed']);
  });

  test('a termination under way is answered all the same', async () => {
    const session = await under.open();
    await session.exec({ source: 'await new Promise(() => {})', yieldTimeMs: 5 });
    killAll();
    const { response } = await session.wait({ cellId: cell('1'), terminate: true });
    expect(['terminated', 'failed']).toContain(response.status);
  });
});

describe('when one of several processes dies', () => {
  // A runtime in which nothing has died yet: it begins with one process, which the first session takes.
  const fresh = useRuntime();

  test('cells of other sessions go on', async () => {
    const kept = fresh.runtime.pids();
    expect(kept).toHaveLength(1);
    const killed = gate();
    const one = await fresh.open({ onToolCall: () => killed.opened.then(() => null) });
    const other = await fresh.open();
    await one.exec({ source: 'text(1)' });
    const running = one.exec({ source: 'await tools.echo(); text("alive")', yieldTimeMs: 60_000 });
    await other.exec({ source: 'text(1)' });
    const others = fresh.runtime.pids().filter(pid => !kept.includes(pid));
    expect(others).not.toEqual([]);
    for (const pid of others) process.kill(pid, 'SIGKILL');
    killed.open();
    expect((await running).items).toEqual([{ type: 'text', text: 'alive' }]);
  });
});

describe('a session that is closed while its next process starts', () => {
  const fresh = useRuntime();

  test('keeps no process', async () => {
    const session = await fresh.open();
    await session.exec({ source: 'text(1)' });
    const started = () => fresh.log.filter(line => line.endsWith('is ready')).length;
    // The one with the cell, and a spare that may still be starting.
    await expect.poll(started).toBe(2);
    for (const pid of fresh.runtime.pids()) process.kill(pid, 'SIGKILL');
    await expect.poll(() => fresh.runtime.pids()).toEqual([]);
    const before = started();
    const running = session.exec({ source: 'text(2)' });
    await session.close();
    expect((await running).status).toBe('terminated');
    // The one it waited for, and the spare that takes its place.
    await expect.poll(started).toBe(before + 2);
    expect(fresh.runtime.pids()).toHaveLength(1);
  });
});

describe.runIf(process.platform !== 'win32')('when the process that holds the cells stands still', () => {
  test('a terminate is answered all the same, and the next exec works', async () => {
    const session = await under.open();
    await session.exec({ source: 'yield_control(); await new Promise(() => {})' });
    for (const pid of under.runtime.pids()) process.kill(pid, 'SIGSTOP');
    const { response } = await session.wait({ cellId: cell('1'), terminate: true });
    expect(response.status).toBe('terminated');
    for (const pid of under.runtime.pids()) process.kill(pid, 'SIGCONT');
    expect(await textsFrom(session, 'text("next")')).toEqual(['next']);
  });
});

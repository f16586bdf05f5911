import { describe, expect, test } from 'vitest';
import { cell, textsFrom, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();
const never = 'yield_control(); await new Promise(() => {})';

describe('limits of a session', () => {
  test('too many live cells: the next is refused and takes no id', async () => {
    const session = await under.open({ limits: { liveCells: 2 } });
    await session.exec({ source: never });
    await session.exec({ source: never });
    await expect(session.exec({ source: 'text(1)' })).rejects.toMatchObject({
      code: -32000,
      message: 'exec session has 2 live cells, its limit: wait on or terminate some first',
    });
    await session.wait({ cellId: cell('1'), terminate: true });
    expect((await session.exec({ source: 'text(1)' })).cellId).toBe('3');
  });

  test('source that is too long is refused', async () => {
    const session = await under.open({ limits: { sourceBytes: 10 } });
    await expect(session.exec({ source: 'text("long")' })).rejects.toThrow(
      'exec source is longer than its limit of 10 bytes',
    );
  });

  test('too many unacknowledged notifications end the cell', async () => {
    const session = await under.open({
      limits: { pendingNotifications: 3 },
      onNotify: () => new Promise<void>(resolve => setTimeout(resolve, 50)),
    });
    const response = await session.exec({ source: 'for (;;) { notify("x"); await null }' });
    expect(response).toMatchObject({
      status: 'failed',
      errorText: 'exec cell has more than 3 unacknowledged notifications',
    });
  });

  test('each cell has its heap, as large as the session says', async () => {
    const session = await under.open({ limits: { memoryMb: 16 } });
    const response = await session.exec({ source: 'const a = []; for (;;) a.push({})' });
    expect(response.errorText).toBe('exec cell exceeded its memory limit of 16 MB');
  });

  test('output is bounded over the whole life of a cell', async () => {
    const session = await under.open({ limits: { outputBytes: 1_000 } });
    const response = await session.exec({ source: 'text("a".repeat(500)); yield_control(); text("b".repeat(500))' });
    expect(response.status).toBe('yielded');
    const { response: last } = await session.wait({ cellId: cell('1') });
    expect(last.errorText).toBe('exec cell put out more than its limit of 1000 bytes');
  });
});

describe('a process with a thread that never returns', () => {
  test('takes no new cells, keeps its innocent ones and ends with the last of them', async () => {
    const session = await under.open();
    await session.exec({ source: never });
    const runaway = await session.exec({
      source: 'Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1)',
      yieldTimeMs: 50,
    });
    const mine = new Set(under.runtime.pids());
    const { response } = await session.wait({ cellId: runaway.cellId, terminate: true });
    expect(response.status).toBe('terminated');
    while (!under.log.some(line => line.endsWith('a thread does not stop'))) await pause();
    expect(await textsFrom(session, 'text("elsewhere")')).toEqual(['elsewhere']);
    expect(session.liveCells().map(live => [live.id, live.status])).toEqual([['1', 'running']]);
    await session.wait({ cellId: cell('1'), terminate: true });
    while (under.runtime.pids().filter(pid => mine.has(pid)).length > 1) await pause();
    expect(await textsFrom(session, 'text("still")')).toEqual(['still']);
  });
});

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 20));
}

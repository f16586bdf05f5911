import { describe, expect, test } from 'vitest';
import { cell, textsOf, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();

describe('a pausable cell', () => {
  test('answers pending at its first quiescent point with all open calls, oldest first', async () => {
    const session = await under.open();
    const source = 'text("a"); const p = [tools.echo(1), tools.echo(2)]; text(await p[0]); text(await p[1])';
    const response = await session.exec({ source, pausable: true });
    expect(response.status).toBe('pending');
    expect(textsOf(response.items)).toEqual(['a']);
    expect(response.pendingToolCallIds).toEqual(['tool-1', 'tool-2']);
    expect(session.liveCells()[0]?.status).toBe('paused');
  });

  test('waits for a call until it is given the result, however long ago that came', async () => {
    const answered: string[] = [];
    const session = await under.open({
      onToolCall: async ({ toolCallId }) => {
        answered.push(toolCallId);
        return null;
      },
    });
    const source = 'await Promise.all([1, 2, 3].map(i => tools.echo(i).then(() => text(i)))); text("end")';
    const pending = [(await session.exec({ source, pausable: true })).pendingToolCallIds];
    await expect.poll(() => answered).toHaveLength(3);
    expect(session.liveCells()[0]?.pendingToolCallIds).toEqual(['tool-1', 'tool-2', 'tool-3']);
    for (let i = 0; i < 2; i++) pending.push((await session.step({ cellId: cell('1') })).response.pendingToolCallIds);
    expect(pending).toEqual([['tool-1', 'tool-2', 'tool-3'], ['tool-2', 'tool-3'], ['tool-3']]);
    const { response } = await session.wait({ cellId: cell('1') });
    expect(textsOf(response.items)).toEqual(['3', 'end']);
  });

  test('that runs on waits for none of the results it was given', async () => {
    const session = await under.open({
      onToolCall: async ({ input }, signal) =>
        input === 'never' ? new Promise(resolve => signal.addEventListener('abort', () => resolve(null))) : input,
    });
    const source =
      'const never = tools.echo("never"); await tools.echo(1); await tools.echo(2); text("both"); await never';
    await session.exec({ source, pausable: true });
    let texts: string[] = [];
    while (texts.length === 0) {
      texts = textsOf((await session.wait({ cellId: cell('1'), yieldTimeMs: 50 })).response.items);
    }
    expect(session.liveCells()[0]?.pendingToolCallIds).toEqual(['tool-1']);
    const { response } = await session.step({ cellId: cell('1') });
    expect(response).toMatchObject({ status: 'pending', pendingToolCallIds: ['tool-1'] });
  });

  test('takes one queued event a step and answers its result at the end', async () => {
    const session = await under.open();
    const source = 'for (let i = 0; i < 3; i++) text(await tools.echo(i)); text("end")';
    await session.exec({ source, pausable: true });
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      const { response } = await session.step({ cellId: cell('1') });
      seen.push([response.status, textsOf(response.items)]);
    }
    expect(seen).toEqual([
      ['pending', ['0']],
      ['pending', ['1']],
      ['completed', ['2', 'end']],
    ]);
  });

  test('two results that have come are released one by one', async () => {
    const session = await under.open();
    const source =
      'const log = v => text(v); tools.echo(1).then(log); tools.echo(2).then(log); await new Promise(() => {})';
    await session.exec({ source, pausable: true });
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(textsOf((await session.step({ cellId: cell('1') })).response.items)).toEqual(['1']);
    expect(textsOf((await session.step({ cellId: cell('1') })).response.items)).toEqual(['2']);
  });

  test('a timer is an event like a result', async () => {
    const session = await under.open();
    const source = 'await new Promise(r => setTimeout(r, 1)); text("timer")';
    expect((await session.exec({ source, pausable: true })).status).toBe('pending');
    const { response } = await session.step({ cellId: cell('1') });
    expect(response.status).toBe('completed');
    expect(textsOf(response.items)).toEqual(['timer']);
  });

  test('a step with nothing that could happen answers at once', async () => {
    const session = await under.open();
    await session.exec({ source: 'await new Promise(() => {})', pausable: true });
    const { response } = await session.step({ cellId: cell('1') });
    expect(response).toMatchObject({ status: 'pending', pendingToolCallIds: [] });
  });

  test('a wait lets it run on', async () => {
    const session = await under.open();
    const source = 'for (let i = 0; i < 3; i++) await tools.echo(i); text("end")';
    await session.exec({ source, pausable: true });
    const { response } = await session.wait({ cellId: cell('1') });
    expect(response.status).toBe('completed');
  });

  test('can be terminated while paused', async () => {
    const session = await under.open();
    await session.exec({ source: 'await new Promise(() => {})', pausable: true });
    const { response } = await session.wait({ cellId: cell('1'), terminate: true });
    expect(response.status).toBe('terminated');
  });

  test('that completes at once answers its result', async () => {
    const session = await under.open();
    expect((await session.exec({ source: 'text(1)', pausable: true })).status).toBe('completed');
  });

  test('a step on a missing cell says so', async () => {
    const session = await under.open();
    const { outcome, response } = await session.step({ cellId: cell('9') });
    expect(outcome).toBe('missing');
    expect(response.errorText).toBe('exec cell 9 not found');
  });

  test('an ordinary cell can be stepped from now on', async () => {
    const session = await under.open();
    await session.exec({
      source: 'yield_control(); for (let i = 0; ; i++) { await new Promise(r => setTimeout(r, 5)); text(i) }',
    });
    const first = await session.step({ cellId: cell('1') });
    expect(first.response.status).toBe('pending');
    const second = await session.step({ cellId: cell('1') });
    expect(textsOf(second.response.items)).toHaveLength(1);
  });
});

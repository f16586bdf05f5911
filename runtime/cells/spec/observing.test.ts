import { describe, expect, test } from 'vitest';
import { cell, gate, textsOf, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();
const forever = 'await new Promise(() => {})';

describe('observing a cell', () => {
  test('cell ids are decimal strings counted from 1, and refused source takes none', async () => {
    const session = await under.open();
    expect((await session.exec({ source: 'text(1)' })).cellId).toBe('1');
    await expect(session.exec({ source: ' ' })).rejects.toThrow(/^exec expects raw JavaScript source text/);
    expect((await session.exec({ source: 'let x = ;' })).cellId).toBe('2');
    expect((await session.exec({ source: 'text(1)' })).cellId).toBe('3');
  });

  test('yield_control hands over the output so far and the cell runs on', async () => {
    const session = await under.open();
    const first = await session.exec({ source: 'text("a"); yield_control(); text("b")' });
    expect(first.status).toBe('yielded');
    expect(textsOf(first.items)).toEqual(['a']);
    const { outcome, response } = await session.wait({ cellId: cell('1') });
    expect(outcome).toBe('live');
    expect(response.status).toBe('completed');
    expect(textsOf(response.items)).toEqual(['b']);
  });

  test('a wait gives only what is new since the last response', async () => {
    const go = gate();
    const session = await under.open({ onToolCall: () => go.opened.then(() => null) });
    const source = 'text("a"); yield_control(); text("b"); await tools.echo(); text("c"); yield_control(); text("d")';
    expect(textsOf((await session.exec({ source })).items)).toEqual(['a']);
    const waiting = session.wait({ cellId: cell('1') });
    go.open();
    expect(textsOf((await waiting).response.items)).toEqual(['b', 'c']);
    expect(textsOf((await session.wait({ cellId: cell('1') })).response.items)).toEqual(['d']);
  });

  test('several yields before a new observer collapse into one', async () => {
    const session = await under.open();
    const source = 'yield_control(); yield_control(); yield_control(); text("end")';
    expect((await session.exec({ source })).status).toBe('yielded');
    // An observer that came while the cell still computes would be served by the next yield, as it should be.
    await settled(() => session.liveCells()[0]?.status === 'finished');
    const { response } = await session.wait({ cellId: cell('1') });
    expect(response.status).toBe('completed');
  });

  test('a yield time of 0 yields at once', async () => {
    const session = await under.open();
    const response = await session.exec({ source: 'text("a")', yieldTimeMs: 0 });
    expect(response.status).toBe('yielded');
    const { response: later } = await session.wait({ cellId: cell('1') });
    expect(textsOf([...response.items, ...later.items])).toEqual(['a']);
  });

  test('the yield timer fires while the cell computes, with the text it has put out', async () => {
    const session = await under.open();
    let response = await session.exec({ source: 'text("before"); for (;;) {}', yieldTimeMs: 1_000 });
    // A process that is slow to begin has put out nothing yet.
    while (response.status === 'yielded' && response.items.length === 0) {
      ({ response } = await session.wait({ cellId: cell('1'), yieldTimeMs: 1_000 }));
    }
    expect(response.status).toBe('yielded');
    expect(textsOf(response.items)).toEqual(['before']);
  });

  test('the yield timer fires while a nested call is open', async () => {
    const session = await under.open({ onToolCall: (_call, signal) => settleOnAbort(signal) });
    const response = await session.exec({ source: 'await tools.echo()', yieldTimeMs: 20 });
    expect(response.status).toBe('yielded');
  });

  test('the pragma decides over the request, and the request over the default', async () => {
    const session = await under.open({ defaults: { yieldTimeMs: 60_000 } });
    const byRequest = await session.exec({ source: forever, yieldTimeMs: 10 });
    expect(byRequest.status).toBe('yielded');
    const source = `// @exec: {"yield_time_ms": 10}\n${forever}`;
    expect((await session.exec({ source, yieldTimeMs: 60_000 })).status).toBe('yielded');
  });

  test('a finished cell keeps its result for exactly one wait', async () => {
    const session = await under.open();
    await session.exec({ source: 'yield_control(); text("kept")' });
    await settled(() => session.liveCells()[0]?.status === 'finished');
    const first = await session.wait({ cellId: cell('1') });
    expect(textsOf(first.response.items)).toEqual(['kept']);
    const second = await session.wait({ cellId: cell('1') });
    expect(second.outcome).toBe('missing');
    expect(second.response.errorText).toBe('exec cell 1 not found');
  });

  test('a terminate collects a finished result as it is', async () => {
    const session = await under.open();
    await session.exec({ source: 'yield_control(); text("kept")' });
    await settled(() => session.liveCells()[0]?.status === 'finished');
    const { response } = await session.wait({ cellId: cell('1'), terminate: true });
    expect(response.status).toBe('completed');
    expect(textsOf(response.items)).toEqual(['kept']);
  });

  test('waiting for a cell that never was is missing, not an error', async () => {
    const session = await under.open();
    const { outcome, response } = await session.wait({ cellId: cell('99') });
    expect(outcome).toBe('missing');
    expect(response.status).toBe('failed');
    expect(response.output).toEqual([
      { type: 'text', text: 'Script failed\nWall time 0.0 seconds\nOutput:\n' },
      { type: 'text', text: 'Script error:\nexec cell 99 not found' },
    ]);
  });

  test('a second observer is refused and the first is not disturbed', async () => {
    const go = gate();
    const session = await under.open({ onToolCall: () => go.opened.then(() => null) });
    const first = session.exec({ source: 'await tools.echo(); text("done")' });
    await settled(() => session.liveCells()[0]?.pendingToolCallIds.length === 1);
    const refused = session.wait({ cellId: cell('1') });
    await expect(refused).rejects.toMatchObject({
      code: -32000,
      message: 'exec cell 1 already has an active observer',
    });
    go.open();
    expect(textsOf((await first).items)).toEqual(['done']);
  });

  test('a cell outlives its callers and is waited for later', async () => {
    const session = await under.open();
    await session.exec({ source: 'yield_control(); await new Promise(r => setTimeout(r, 30)); text("late")' });
    const other = await session.exec({ source: 'text("meanwhile")' });
    expect(textsOf(other.items)).toEqual(['meanwhile']);
    const { response } = await session.wait({ cellId: cell('1') });
    expect(textsOf(response.items)).toEqual(['late']);
  });

  test('view leaves out what was not asked for', async () => {
    const session = await under.open();
    expect(await session.exec({ source: 'text("a")', view: 'items' })).toEqual({
      status: 'completed',
      cellId: '1',
      items: [{ type: 'text', text: 'a' }],
    });
    const source = 'text("b"); yield_control(); await new Promise(() => {})';
    expect(Object.keys(await session.exec({ source, view: 'output' })).sort()).toEqual(['cellId', 'output', 'status']);
    const { response } = await session.wait({ cellId: cell('2'), terminate: true, view: 'items' });
    expect(Object.keys(response).sort()).toEqual(['cellId', 'items', 'status']);
    const missing = await session.step({ cellId: cell('2'), view: 'output' });
    expect(Object.keys(missing.response).sort()).toEqual(['cellId', 'errorText', 'output', 'status']);
  });

  test('live cells tell status, observation and open calls', async () => {
    const session = await under.open({ onToolCall: (_call, signal) => settleOnAbort(signal) });
    await session.exec({ source: 'tools.echo(1); yield_control(); await tools.echo(2)' });
    await settled(() => session.liveCells()[0]?.pendingToolCallIds.length === 2);
    expect(session.liveCells()).toMatchObject([
      { id: '1', status: 'running', observed: false, pendingToolCallIds: ['tool-1', 'tool-2'] },
    ]);
  });
});

function settleOnAbort(signal: AbortSignal): Promise<null> {
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(null)));
}

async function settled(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 2));
}

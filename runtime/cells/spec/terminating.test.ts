import { describe, expect, test } from 'vitest';
import { cell, gate, noteFacts, textsOf, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();

describe('terminating a cell', () => {
  for (const [what, source] of [
    ['an endless loop', 'while (true) {}'],
    ['an endless chain of microtasks', 'for (;;) await null'],
    ['a loop that catches everything', 'for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }'],
    ['catastrophic backtracking', '/^(a+)+$/.test("a".repeat(40) + "b")'],
    ['a promise that never settles', 'await new Promise(() => {})'],
  ] as const) {
    test(`${what} stops`, async () => {
      const session = await under.open();
      expect((await session.exec({ source, yieldTimeMs: 20 })).status).toBe('yielded');
      const { outcome, response } = await session.wait({ cellId: cell('1'), terminate: true });
      expect(outcome).toBe('live');
      expect(response.status).toBe('terminated');
      expect(response.output).toMatch(/^Script terminated\nWall time \d+\.\d seconds\nOutput:\n$/);
      expect((await session.exec({ source: 'text("next")' })).status).toBe('completed');
    });
  }

  test('the remaining output comes with the termination', async () => {
    const called = gate();
    const session = await under.open({
      onToolCall: async () => {
        called.open();
        return null;
      },
    });
    await session.exec({ source: 'yield_control(); text("rest"); await tools.echo(); await new Promise(() => {})' });
    // What the cell said before it called has come by then.
    await called.opened;
    const { response } = await session.wait({ cellId: cell('1'), terminate: true });
    expect(textsOf(response.items)).toEqual(['rest']);
  });

  test('open handlers are cancelled and have settled before the answer', async () => {
    const order: string[] = [];
    const session = await under.open({
      onToolCall: (_call, signal) =>
        new Promise(resolve =>
          signal.addEventListener('abort', () => {
            order.push('cancelled');
            setTimeout(() => {
              order.push('settled');
              resolve(null);
            }, 30);
          }),
        ),
    });
    await session.exec({ source: 'tools.echo(); yield_control(); await new Promise(() => {})' });
    await session.wait({ cellId: cell('1'), terminate: true });
    expect([...order, 'answered']).toEqual(['cancelled', 'settled', 'answered']);
  });

  test('cell closed is announced after the answer', async () => {
    const order: string[] = [];
    const closed = gate();
    const session = await under.open({
      onCellClosed: ({ cellId }) => {
        order.push(`closed ${cellId}`);
        closed.open();
      },
    });
    await session.exec({ source: 'await new Promise(() => {})', yieldTimeMs: 5 });
    await session.wait({ cellId: cell('1'), terminate: true });
    order.push('answered');
    await closed.opened;
    expect(order).toEqual(['answered', 'closed 1']);
  });

  test('a waiting observer is answered too', async () => {
    const session = await under.open();
    await session.exec({ source: 'await new Promise(() => {})', yieldTimeMs: 5 });
    const waiting = session.wait({ cellId: cell('1') });
    const terminated = await session.wait({ cellId: cell('1'), terminate: true });
    expect(terminated.response.status).toBe('terminated');
    expect((await waiting).response.status).toBe('terminated');
  });

  test('a second terminate while the first cleans up is refused', async () => {
    const release = gate();
    const session = await under.open({ onToolCall: () => release.opened.then(() => null) });
    await session.exec({ source: 'tools.echo(); yield_control(); await new Promise(() => {})' });
    const first = session.wait({ cellId: cell('1'), terminate: true });
    const second = session.wait({ cellId: cell('1'), terminate: true });
    await expect(second).rejects.toMatchObject({ code: -32000, message: 'exec cell 1 is already terminating' });
    release.open();
    expect((await first).response.status).toBe('terminated');
  });

  test('a terminated cell is gone afterwards', async () => {
    const session = await under.open();
    await session.exec({ source: 'await new Promise(() => {})', yieldTimeMs: 5 });
    await session.wait({ cellId: cell('1'), terminate: true });
    expect((await session.wait({ cellId: cell('1') })).outcome).toBe('missing');
    expect(session.liveCells()).toEqual([]);
  });

  test('the observer hears asked, ended calls, answer and closed in this order', async () => {
    const notes = noteFacts();
    const session = await under.open({
      observer: notes,
      onToolCall: (_call, signal) => new Promise(resolve => signal.addEventListener('abort', () => resolve(null))),
    });
    await session.exec({ source: 'tools.echo(); yield_control(); await new Promise(() => {})' });
    await session.wait({ cellId: cell('1'), terminate: true });
    expect(notes.types()).toEqual([
      'exec_requested',
      'cell_started',
      'nested_call_started',
      'exec_answered',
      'wait_requested',
      'termination_asked',
      'nested_call_ended',
      'wait_answered',
      'cell_closed',
    ]);
    expect(notes.facts[6]).toMatchObject({ outcome: { status: 'cancelled' } });
  });

  test('nobody hears that a cell is unknown before its end was announced', async () => {
    const heard: string[] = [];
    const session = await under.open({ onCellClosed: ({ cellId }) => heard.push(`closed ${cellId}`) });
    await session.exec({ source: 'await new Promise(() => {})', yieldTimeMs: 5 });
    await session.wait({ cellId: cell('1'), terminate: true });
    heard.push('answered');
    const asked = [session.wait({ cellId: cell('1') }), session.step({ cellId: cell('1') })];
    for (const { outcome } of await Promise.all(asked)) heard.push(outcome);
    expect(heard).toEqual(['answered', 'closed 1', 'missing', 'missing']);
  });

  test('the end of every cell is announced before the session is closed', async () => {
    const heard: string[] = [];
    const session = await under.open({ onCellClosed: ({ cellId }) => heard.push(cellId) });
    await session.exec({ source: 'yield_control()' });
    await session.exec({ source: 'await new Promise(() => {})', yieldTimeMs: 5 });
    await session.close();
    expect(heard.sort()).toEqual(['1', '2']);
  });

  test('closing the session tells of each cell how it ended', async () => {
    const notes = noteFacts();
    const session = await under.open({ observer: notes });
    await session.exec({ source: 'yield_control()' });
    await session.exec({ source: 'yield_control(); throw 1' });
    await session.exec({ source: 'await new Promise(() => {})', yieldTimeMs: 5 });
    const states = () => session.liveCells().map(({ status }) => status);
    await expect.poll(states).toEqual(['finished', 'finished', 'running']);
    await session.close();
    const ends = notes.facts.flatMap(fact => (fact.type === 'cell_closed' ? [`${fact.cellId} ${fact.ended}`] : []));
    expect(ends.sort()).toEqual(['1 completed', '2 failed', '3 terminated']);
  });

  test('closing the session stops every cell and refuses new ones', async () => {
    const session = await under.open();
    await session.exec({ source: 'for (;;) {}', yieldTimeMs: 5 });
    const waiting = session.wait({ cellId: cell('1') });
    await session.close();
    expect((await waiting).response.status).toBe('terminated');
    await expect(session.exec({ source: 'text(1)' })).rejects.toThrow('code mode session is shutting down');
  });
});

import { describe, expect, test } from 'vitest';
import type { NestedCall } from '../../base/handler.ts';
import type { JsonValue } from '../../base/json.ts';
import { noteFacts, textsFrom, textsOf, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();
const caught = (code: string) => `try { ${code} } catch (e) { text(typeof e + ': ' + e) }`;

describe('nested tool calls', () => {
  test('a call carries session, cell, its own id, the tool name and the input', async () => {
    const calls: NestedCall[] = [];
    const session = await under.open({
      tools: [{ name: 'mcp.sample-x', namespace: 'mcp' }],
      onToolCall: async call => {
        calls.push(call);
        return { ok: true };
      },
    });
    expect(await textsFrom(session, 'text(await tools.mcp_sample_x({ a: [1, "ü"] }))')).toEqual(['{"ok":true}']);
    expect(calls).toEqual([
      {
        sessionId: session.id,
        cellId: '1',
        toolCallId: 'tool-1',
        name: 'mcp.sample-x',
        namespace: 'mcp',
        input: { a: [1, 'ü'] },
      },
    ]);
  });

  test('ids count from tool-1 within each cell', async () => {
    const ids: string[] = [];
    const session = await under.open({
      onToolCall: async call => {
        ids.push(`${call.cellId}/${call.toolCallId}`);
        return null;
      },
    });
    await session.exec({ source: 'await tools.echo(1); await Promise.all([tools.echo(2), tools.echo(3)])' });
    await session.exec({ source: 'await tools.echo(4)' });
    expect(ids).toEqual(['1/tool-1', '1/tool-2', '1/tool-3', '2/tool-1']);
  });

  test('no argument is no input', async () => {
    const inputs: unknown[] = [];
    const session = await under.open({
      onToolCall: async call => {
        inputs.push('input' in call);
        return null;
      },
    });
    await session.exec({ source: 'await tools.echo(); await tools.echo(null)' });
    expect(inputs).toEqual([false, true]);
  });

  test('the input is taken when the call is made', async () => {
    const session = await under.shared();
    const source = 'const o = { a: 1 }; const p = tools.echo(o); o.a = 2; text(await p)';
    expect(await textsFrom(session, source)).toEqual(['{"a":1}']);
  });

  test('a failing tool rejects with its message as a string', async () => {
    const session = await under.open({ onToolCall: () => Promise.reject(new Error('no such file: x')) });
    expect(await textsFrom(session, caught('await tools.echo({})'))).toEqual(['string: no such file: x']);
    expect(await textsFrom(session, 'await tools.echo({})')).toEqual(['error: no such file: x']);
  });

  test('a handler that throws at once rejects likewise', async () => {
    const session = await under.open({
      onToolCall: () => {
        throw new Error('at once');
      },
    });
    expect(await textsFrom(session, caught('await tools.echo({})'))).toEqual(['string: at once']);
  });

  test('an unknown name is no function', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, 'tools.nothere({})')).toEqual([
      'error: TypeError: tools.nothere is not a function\n    at exec_main.mjs:1:7',
    ]);
  });

  test('what JSON cannot say is thrown at once, as a string', async () => {
    const session = await under.shared();
    const noJson = 'string: failed to serialize JavaScript value: expected value at line 1 column 1';
    expect(await textsFrom(session, caught('tools.echo(() => 1)'))).toEqual([noJson]);
    expect(await textsFrom(session, caught('tools.echo(Symbol())'))).toEqual([noJson]);
    expect(await textsFrom(session, caught('tools.echo("\\ud800")'))).toEqual([
      'string: failed to serialize JavaScript value: unexpected end of hex escape at line 1 column 8',
    ]);
    expect(await textsFrom(session, caught('tools.echo(1n)'))).toEqual([
      'string: TypeError: Do not know how to serialize a BigInt\n    at exec_main.mjs:1:13',
    ]);
  });

  test('an input of 127 levels is sent, a deeper one thrown at once, as a string that says where', async () => {
    const session = await under.shared();
    const nest = (levels: number, from: string, around: string) =>
      `let v = ${from}; for (let i = 1; i < ${levels}; i++) v = ${around}; `;
    const tooDeep = (column: number) =>
      `string: failed to serialize JavaScript value: recursion limit exceeded at line 1 column ${column}`;
    expect(await textsFrom(session, `${nest(127, '[]', '[v]')}await tools.echo(v); text("sent")`)).toEqual(['sent']);
    expect(await textsFrom(session, nest(128, '[]', '[v]') + caught('tools.echo(v)'))).toEqual([tooDeep(128)]);
    expect(await textsFrom(session, nest(1000, '{}', '({ a: v })') + caught('tools.echo(v)'))).toEqual([tooDeep(636)]);
    expect(await textsFrom(session, nest(129, '[]', '[v, 1]') + caught('tools.echo(["[[\\"", v])'))).toEqual([
      tooDeep(135),
    ]);
    expect(await textsFrom(session, nest(128, '[]', '[v]') + caught('store("v", v)'))).toEqual([tooDeep(128)]);
    // What comes first is what is told of.
    expect(await textsFrom(session, nest(128, '[]', '[v]') + caught('tools.echo(["\\udfff", v])'))).toEqual([
      'string: failed to serialize JavaScript value: lone leading surrogate in hex escape at line 1 column 8',
    ]);
    const wide =
      'const v = Array.from({ length: 300 }, () => [[1], "[", { a: {} }]); text((await tools.echo(v)).length)';
    expect(await textsFrom(session, wide)).toEqual(['300']);
  });

  test('a text that only looks like a lone surrogate is fine', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, 'text(await tools.echo(String.raw`\\ud800`))')).toEqual(['\\ud800']);
  });

  test('results are copies and survive any JSON', async () => {
    const value: JsonValue = { nested: [null, true, 1.5, 'ü\u2028', { __proto__: null }], 'a b': '' };
    const session = await under.open({ onToolCall: async () => value });
    expect(await textsFrom(session, 'text(await tools.echo())')).toEqual([JSON.stringify(value)]);
  });

  test('of several tools with one name the last is called, and all are listed', async () => {
    const session = await under.open({ onToolCall: async ({ name }) => name });
    const tools = [{ name: 'a-b' }, { name: 'c' }, { name: 'a.b', description: 'last' }, { name: '' }];
    const source =
      'text(Object.keys(tools)); text(ALL_TOOLS.map(t => t.name)); text(await tools.a_b()); text(await tools._())';
    const { items } = await session.exec({ source, tools });
    expect(textsOf(items)).toEqual(['["a_b","c","_"]', '["a_b","c","a_b","_"]', 'a.b', '']);
  });

  test('exec and wait are never among them', async () => {
    const session = await under.open();
    const tools = [{ name: 'exec' }, { name: 'echo' }, { name: 'wait' }, { name: 'wait', namespace: 'other' }];
    const { items } = await session.exec({ source: 'text(Object.keys(tools)); text(await tools.echo(7))', tools });
    expect(textsOf(items)).toEqual(['["echo","wait"]', '7']);
  });

  test('ALL_TOOLS names the tools as they are exposed', async () => {
    const session = await under.open({ tools: [{ name: 'a-b', description: 'x' }, { name: '9c' }] });
    expect(await textsFrom(session, 'text(ALL_TOOLS); text(Object.keys(tools))')).toEqual([
      '[{"name":"a_b","description":"x"},{"name":"_c","description":""}]',
      '["a_b","_c"]',
    ]);
  });

  test('an exec may bring its own tools', async () => {
    const session = await under.shared();
    const response = await session.exec({
      source: 'text(typeof tools.echo + typeof tools.own)',
      tools: [{ name: 'own' }],
    });
    expect(textsOf(response.items)).toEqual(['undefinedfunction']);
  });

  test('a thousand calls at once all come back', async () => {
    const session = await under.shared();
    const source =
      'const r = await Promise.all(Array.from({ length: 1000 }, (_, i) => tools.echo(i))); text(r.every((v, i) => v === i))';
    expect(await textsFrom(session, source)).toEqual(['true']);
  });

  test('a large input and a large result come whole', async () => {
    const session = await under.shared();
    const source = 'const s = "ü".repeat(300_000); text(await tools.echo(s) === s)';
    expect(await textsFrom(session, source)).toEqual(['true']);
  });

  test('when the cell completes, calls it did not await are cancelled before the answer', async () => {
    const notes = noteFacts();
    const session = await under.open({
      observer: notes,
      onToolCall: (_call, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    });
    expect((await session.exec({ source: 'tools.echo({}); text("done")' })).status).toBe('completed');
    expect(notes.facts.find(fact => fact.type === 'nested_call_ended')).toMatchObject({
      outcome: { status: 'cancelled', error: 'stopped' },
    });
    expect(notes.types().indexOf('nested_call_ended')).toBeLessThan(notes.types().indexOf('exec_answered'));
  });

  test('what a tool reports while it runs reaches the observer', async () => {
    const notes = noteFacts();
    const session = await under.open({
      observer: notes,
      onToolCall: async (_call, _signal, report) => {
        report({ type: 'stdin_written', processId: '7', text: 'x' });
        return null;
      },
    });
    await session.exec({ source: 'await tools.echo()' });
    expect(notes.facts).toContainEqual(
      expect.objectContaining({ type: 'tool_runtime_reported', cellId: '1', toolCallId: 'tool-1' }),
    );
  });
});

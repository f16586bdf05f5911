import { describe, expect, test } from 'vitest';
import { asId, type CellId, type NestedCallId, type SessionId } from '../base/ids.ts';
import type { JsonValue } from '../base/json.ts';
import { createToolset, type HostTool, type ToolsetOptions } from './toolset.ts';

const never = new AbortController().signal;

function tool(name: string, more: Partial<HostTool> & { namespace?: string } = {}): HostTool {
  const { namespace, ...rest } = more;
  const definition = { name, inputSchema: { type: 'object', properties: { n: { type: 'number' } } } };
  return {
    definition: namespace === undefined ? definition : { ...definition, namespace },
    risk: 'reads',
    call: async input => ({ name, input: input ?? null }),
    ...rest,
  };
}

function call(tools: readonly HostTool[], name: string, input?: JsonValue, options?: ToolsetOptions, signal = never) {
  const [first, second] = name.split('/');
  const named = second === undefined ? { name } : { namespace: first ?? '', name: second };
  const id = { sessionId: asId<SessionId>('s'), cellId: asId<CellId>('1'), toolCallId: asId<NestedCallId>('tool-1') };
  const nested = { ...id, ...named, ...(input === undefined ? {} : { input }) };
  return createToolset(tools, options).handle(nested, signal, () => {});
}

describe('a toolset', () => {
  test('reaches a tool by name and namespace', async () => {
    const tools = [tool('look'), tool('peek', { namespace: 'server', call: async () => 'other' })];
    expect(await call(tools, 'look', { n: 1 })).toEqual({ name: 'look', input: { n: 1 } });
    expect(await call(tools, 'server/peek')).toBe('other');
  });
  test('names the tools there are when asked for another', async () => {
    await expect(call([tool('look'), tool('find')], 'lok')).rejects.toThrow(
      'There is no tool "lok"; there are: look, find.',
    );
  });
  test('does not call a tool with input that does not fit', async () => {
    let called = false;
    const look = tool('look', {
      call: async () => {
        called = true;
        return null;
      },
    });
    await expect(call([look], 'look', { n: 'x' })).rejects.toThrow('The field "n" of look must be a number, got "x".');
    expect(called).toBe(false);
  });
  test('refuses two tools that a cell would call by the same name', () => {
    expect(() => createToolset([tool('a-b'), tool('a_b')])).toThrow(
      'tools "a-b" and "a_b" would both be called tools.a_b',
    );
  });
  test('refuses two tools that a person would be asked about by the same name', () => {
    const named = (name: string, namespace?: string) => {
      const { definition, ...rest } = tool(name);
      return { ...rest, definition: { ...definition, ...(namespace === undefined ? {} : { namespace }) } };
    };
    expect(() => createToolset([named('a.b'), named('b', 'a')])).toThrow('two tools are called "a.b"');
  });
});

describe('approval', () => {
  const asked: string[] = [];
  const approve: ToolsetOptions = {
    async approve({ definition }) {
      asked.push(definition.name);
      if (definition.name === 'write') throw new Error('You may not write here.');
    },
  };
  const tools = [tool('read'), tool('write', { risk: 'writes' }), tool('run', { risk: 'runs' })];

  test('is asked for what writes or runs, after the input was checked, and can refuse', async () => {
    await call(tools, 'read', {}, approve);
    await expect(call(tools, 'write', { n: 'bad' }, approve)).rejects.toThrow('must be a number');
    expect(asked).toEqual([]);
    await expect(call(tools, 'write', {}, approve)).rejects.toThrow('You may not write here.');
    expect(await call(tools, 'run', {}, approve)).toMatchObject({ name: 'run' });
    expect(asked).toEqual(['write', 'run']);
  });
  test('a call cancelled while it is asked about does not run', async () => {
    const cancel = new AbortController();
    const late: ToolsetOptions = { approve: async () => cancel.abort(new Error('cancelled')) };
    await expect(call(tools, 'run', {}, late, cancel.signal)).rejects.toThrow('cancelled');
  });
});

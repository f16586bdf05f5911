import { describe, expect, test } from 'vitest';
import { useAdapters } from '../../test/support/adapterUnderTest.ts';
import { request } from './protocol.ts';

const open = useAdapters();

describe('what is asked at an odd moment', () => {
  test('an expression is not stopped by the pause that was asked for before it', async () => {
    const client = open('await tools.echo(1);\ntext("end");');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await client.request('pause', { threadId: 1 });
    await client.request('stepOut', { threadId: 1 });
    expect((await client.request('evaluate', { expression: '6 * 7', context: 'repl' })).result).toBe('42');
  });

  test('a cell that stops at its end after it was terminated can be left', async () => {
    const client = open('await tools.never();');
    await client.launch({}, async () => {
      await client.request('setExceptionBreakpoints', { filters: ['completion', 'cancellations'] });
    });
    await client.event('output');
    await client.request(request.terminate);
    expect((await client.stopped()).description).toBe('tool-1 (never) is cancelled');
    await client.request('continue', { threadId: 1 });
    expect((await client.stopped()).description).toBe('The cell has terminated');
    await client.request('continue', { threadId: 1 });
    await client.event('terminated');
    expect(client.said('console')).toContain('The cell has terminated');
  });

  test('a cell that is started anew ends without a stop and without a word in the next run', async () => {
    const client = open('text("begun");\nawait tools.never();');
    await client.launch({}, async () => {
      await client.request('setExceptionBreakpoints', { filters: ['completion', 'cancellations'] });
    });
    while (!client.said('console').includes('calls never')) await client.event('output');
    await client.request('terminate', { restart: true });
    await client.event('terminated');
    expect(client.said('console')).toBe('tool-1 calls never\n');
    expect(client.events.filter(({ event }) => event === 'stopped')).toEqual([]);
  });

  test('what no capability announces is refused, and not answered with nothing', async () => {
    const client = open('text(1);');
    for (const command of ['restart', 'loadedSources', 'gotoTargets', 'attach', 'cancel', 'no such request']) {
      await expect(client.request(command)).rejects.toThrow(command);
    }
    await client.launch({});
    await client.event('terminated');
  });

  test('a cell that runs has no stack, no scopes, no values, and says why', async () => {
    const client = open('const o = { a: 1 };\ndebugger;\nawait tools.never();');
    await client.launch({});
    await client.stopped();
    const [scope] = (await client.request<{ scopes: { variablesReference: number }[] }>('scopes', { frameId: 1 }))
      .scopes;
    await client.request('continue', { threadId: 1 });
    await expect(client.frames()).rejects.toThrow('pause it');
    expect(await client.request('scopes', { frameId: 1 })).toEqual({ scopes: [] });
    expect(await client.variables(scope?.variablesReference ?? 0)).toEqual([]);
    await expect(client.request('exceptionInfo', { threadId: 1 })).rejects.toThrow('exception');
  });

  test('a part of the stack is given as it is asked for', async () => {
    const client = open('const f = n => n === 0 ? stop() : f(n - 1);\nfunction stop() {\n  debugger;\n}\nf(5);');
    await client.launch({});
    await client.stopped();
    const all = await client.frames();
    const part = await client.request('stackTrace', { threadId: 1, startFrame: 1, levels: 2 });
    expect(part).toEqual({ stackFrames: all.slice(1, 3), totalFrames: all.length });
  });

  test('an expression without end is given up, and the cell goes on', async () => {
    const client = open(
      'class Plant { get age() { for (;;); } }\nconst plant = new Plant();\ntext(await tools.never());\ntext(typeof $cellscopePassed);',
    );
    await client.launch({}, async () => {
      await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'never' }] });
    });
    await client.stopped();
    const plant = (await client.scope('Block')).find(({ name }) => name === 'plant');
    const [getter] = await client.variables(plant?.variablesReference ?? 0);
    await expect(client.variables(getter?.variablesReference ?? 0)).rejects.toThrow('terminated');
    await client.request('continue', { threadId: 1 });
    await client.request('pause', { threadId: 1 });
    await client.stopped();
    await expect(client.request('evaluate', { expression: 'for (;;);', frameId: 1 })).rejects.toThrow('terminated');
    await client.request(request.answer, { name: 'tool-1', value: 'grown' });
    await client.request('continue', { threadId: 1 });
    await client.event('terminated');
    expect(client.said('stdout')).toBe('grown\nundefined\n');
  });

  test('braces in a refusal are what they are', async () => {
    const client = open('debugger;');
    await client.launch({});
    await client.stopped();
    const refused = client.request('evaluate', { expression: 'throw "{_x} {y}"', frameId: 1 });
    await expect(refused).rejects.toThrow('{_x} {y}');
  });
});

test('a cell that has left by exit() says that it cannot be asked any more', async () => {
  const client = open('text(0);\nexit();');
  await client.launch({}, async () => {
    await client.request('setExceptionBreakpoints', { filters: ['completion'] });
  });
  await client.stopped();
  const asked = client.request('evaluate', { expression: 'this', context: 'hover' });
  await expect(asked).rejects.toThrow('The cell has ended by exit(): there is nothing left to look at.');
});

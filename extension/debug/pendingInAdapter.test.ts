import { describe, expect, test } from 'vitest';
import { at, useAdapters } from '../../test/support/adapterUnderTest.ts';
import type { DapClient } from '../../test/support/dapClient.ts';
import { type PendingList, request } from './protocol.ts';

const open = useAdapters();

describe('looking at values', () => {
  test('a hover changes nothing, the console may', async () => {
    const client = open('let a = 1;\ntext(a);');
    await client.launch({}, async () => void (await client.request('setBreakpoints', at(2))));
    await client.stopped();
    const hover = client.request('evaluate', { expression: 'a = 5', frameId: 1, context: 'hover' });
    await expect(hover).rejects.toThrow('Possible side-effect');
    await client.request('evaluate', { expression: 'a = 7', frameId: 1, context: 'repl' });
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('7\n');
  });

  test('where no code runs the globals of the cell are there', async () => {
    const client = open('globalThis.seen = { a: [1, 2] };\nawait tools.echo(1);');
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['results'] })),
    );
    await client.stopped();
    const found = await client.request<{ result: string; variablesReference: number }>('evaluate', {
      expression: 'seen',
      context: 'repl',
    });
    const [list] = await client.variables(found.variablesReference);
    expect(list).toMatchObject({ name: 'a', value: 'Array(2)' });
  });

  test('a stop after a stop is told as one after going on', async () => {
    const client = open('const made = tools.never();\nawait made;');
    const filters = { filters: ['calls', 'cancellations'] };
    await client.launch({}, async () => void (await client.request('setExceptionBreakpoints', filters)));
    await client.stopped();
    await client.request(request.terminate);
    expect((await client.stopped()).description).toBe('tool-1 (never) is cancelled');
    const told = client.events.map(({ event }) => event).filter(event => event === 'stopped' || event === 'continued');
    expect(told).toEqual(['stopped', 'continued', 'stopped']);
  });

  test('a result that comes during a stop shows at once', async () => {
    let answer = () => {};
    const client = open('const made = tools.echo();\nawait made;', {
      onToolCall: () => new Promise(resolve => (answer = () => resolve('late'))),
    });
    await client.launch({}, async () => void (await client.request('setBreakpoints', at(2))));
    await client.stopped();
    answer();
    await client.event('invalidated');
    const { calls } = (await client.request(request.pending)) as unknown as PendingList;
    expect(calls).toMatchObject([{ name: 'tool-1', state: 'ready', result: '"late"' }]);
  });

  test('where no code runs the variables of what waits are there, and expressions see them', async () => {
    const client = open(
      'let top = 5;\nconst text2 = 1;\nasync function f(n) {\n  const own = n * 2;\n  return [await tools.never(n), own, text2];\n}\nawait f(21);\ntext(top);',
    );
    await client.launch({}, async () => {
      await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'never' }] });
    });
    await client.stopped();
    await client.request('continue');
    await client.request('pause', { threadId: 1 });
    await client.stopped();
    expect((await client.frames()).map(({ name }) => name)).toEqual(['f waits for tool-1']);
    const shown = async (scope: string) =>
      (await client.scope(scope)).map(({ name, value }) => `${name}=${value}`).filter(each => !each.startsWith('f='));
    expect(await shown('Cell')).toEqual(expect.arrayContaining(['top=5', 'text2=1']));
    expect(await shown('Local')).toEqual(expect.arrayContaining(['n=21', 'own=42']));
    const evaluate = async (expression: string, context: string) =>
      (await client.request('evaluate', { expression, context, frameId: 1 })).result;
    expect(await evaluate('own + top', 'watch')).toBe('47');
    expect(await evaluate('typeof tools.never', 'repl')).toBe('"function"');
    await expect(evaluate('own = 1', 'repl')).rejects.toThrow('own cannot be changed while its function waits');
  });

  test('stored values show before they are committed', async () => {
    const client = open('store("k", { n: 1 });\nawait tools.echo(1);');
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['results'] })),
    );
    await client.stopped();
    expect(await client.scope('Stored Values')).toMatchObject([{ name: 'k (not committed)', value: '{"n":1}' }]);
  });

  test('values stored before the cell are there, for it and for the view', async () => {
    const client = open('text(load("k").n);\nawait tools.echo(1);', { stored: new Map([['k', '{"n":7}']]) });
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['results'] })),
    );
    await client.stopped();
    expect(await client.scope('Stored Values')).toMatchObject([{ name: 'k', value: '{"n":7}' }]);
    expect(await client.scope('Output')).toMatchObject([{ value: '7' }]);
  });

  test('what the model would see is what it would get', async () => {
    const client = open('text("a");\nawait tools.echo(1);');
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['results'] })),
    );
    await client.stopped();
    const [head, item] = await client.scope('What the Model Would See');
    expect(head?.value).toMatch(/^Script running with cell ID 1\nWall time \d+\.\d seconds\nOutput:\n$/);
    expect(item?.value).toBe('a');
    expect((await client.scope('Output')).map(({ value }) => value)).toEqual(['a']);
  });

  test('a value that is not there yet says so', async () => {
    const client = open('text(1);\nconst later = 2;\ntext(later);');
    await client.launch({}, async () => void (await client.request('setBreakpoints', at(1))));
    await client.stopped();
    expect(await client.scope('Block')).toMatchObject([{ name: 'later', value: 'not initialised yet' }]);
  });
});

describe('steps by event', () => {
  test('go from call to result to the end', async () => {
    const client = open('await tools.echo(1);\ntext("x");');
    await client.launch({ stopOnEntry: true });
    const seen: string[] = [];
    for (let i = 0; i < 4; i++) {
      seen.push((await client.stopped()).description);
      await client.request(request.step, { until: 'any' });
    }
    await client.event('terminated');
    expect(seen).toEqual([
      'Before the first line',
      'tool-1 calls echo',
      'tool-1 (echo) has its result; it is delivered next',
      'The cell has completed',
    ]);
  });

  test('stop at a wait, when somebody marked waits', async () => {
    const client = open('yield_control();\nawait tools.echo(1);\ntext("x");');
    await client.launch({}, async () => void (await client.request('setExceptionBreakpoints', { filters: ['waits'] })));
    expect((await client.stopped()).description).toBe('A wait observes the cell, for 10000 ms at most');
    await client.request('continue');
    await client.event('terminated');
  });

  test('show the place that waits where no code runs', async () => {
    const client = open('text(1);\nconst a = await tools.echo(1);\ntext(a);');
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['results'] })),
    );
    await client.stopped();
    const [frame] = await client.frames();
    expect(frame).toMatchObject({ line: 2, name: '(cell) waits for tool-1' });
  });
});

describe('a person may', () => {
  const source = 'const a = await tools.echo({ x: 1 });\ntext(JSON.stringify(a));';
  const atResult = async (client: DapClient) => {
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['results'] })),
    );
    await client.stopped();
  };

  test('see what is pending, with input, state and result', async () => {
    const client = open(source);
    await atResult(client);
    const { calls } = await client.request<PendingList>(request.pending);
    expect(calls).toMatchObject([{ name: 'tool-1', tool: 'echo', input: { x: 1 }, state: 'ready', result: '{"x":1}' }]);
    const [call] = await client.scope('Pending Calls');
    expect(call?.name).toBe('tool-1');
  });

  test('change a result by writing it in the tree', async () => {
    const client = open(source);
    await atResult(client);
    const [call] = await client.scope('Pending Calls');
    await client.request('setVariable', {
      variablesReference: call?.variablesReference,
      name: 'result',
      value: '{"x":2}',
    });
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('{"x":2}\n');
  });

  test('make a call fail', async () => {
    const client = open('try { await tools.never(); } catch (error) { text(`${error}`); }');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await client.request(request.step, { until: 'call', tool: 'never' });
    await client.stopped();
    await client.request(request.answer, { name: 'tool-1', error: 'no network' });
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('no network\n');
  });

  test('change a variable', async () => {
    const client = open('let a = 1;\ntext(a);');
    await client.launch({}, async () => void (await client.request('setBreakpoints', at(2))));
    await client.stopped();
    const { scopes } = await client.request<{ scopes: { name: string; variablesReference: number }[] }>('scopes', {
      frameId: 1,
    });
    const block = scopes.find(({ name }) => name === 'Block');
    await client.request('setVariable', { variablesReference: block?.variablesReference, name: 'a', value: '40 + 2' });
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('42\n');
  });

  test('fire a timer early', async () => {
    const client = open(
      'setTimeout(() => text("fired"), 3_600_000);\nawait tools.echo(0);\nawait new Promise(r => setTimeout(r, 3_600_000));',
    );
    await atResult(client);
    const { timers } = await client.request<PendingList>(request.pending);
    expect(timers.map(({ name, due }) => [name, due])).toEqual([['timer-1', false]]);
    await client.request(request.fire, { name: 'timer-1' });
    await client.request(request.step, { until: 'delivery' });
    await client.stopped();
    expect(client.said('stdout')).toBe('fired\n');
  });

  test('terminate the cell as the model would', async () => {
    const client = open('text("begun");\nawait tools.never();');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await client.request(request.step, { until: 'call', tool: 'never' });
    await client.stopped();
    await client.request(request.terminate);
    await client.event('terminated');
    expect(client.said('console')).toContain('tool-1 (never) is cancelled\n');
  });
});

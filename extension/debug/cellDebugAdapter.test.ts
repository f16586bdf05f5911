import { afterEach, describe, expect, test } from 'vitest';
import { DapClient } from '../../test/support/dapClient.ts';
import { CellDebugAdapter, type PreparedCell } from './cellDebugAdapter.ts';
import { type PendingList, request } from './protocol.ts';

const path = '/work/a.cell.js';
let adapters: CellDebugAdapter[] = [];

afterEach(async () => {
  for (const adapter of adapters) await new DapClient(adapter).request('disconnect');
  adapters = [];
});

const tools = [{ name: 'echo' }, { name: 'never' }];

function open(source: string, options: Partial<PreparedCell['options']> = {}): DapClient {
  const adapter = new CellDebugAdapter(async () => ({
    name: 'Cell',
    path,
    start: { line: 0, character: 0 },
    options: {
      source,
      tools,
      onToolCall: async (call, signal) => {
        if (call.name === 'echo') return call.input;
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      },
      ...options,
    },
  }));
  adapters.push(adapter);
  return new DapClient(adapter);
}

const at = (...lines: number[]) => ({ source: { path }, breakpoints: lines.map(line => ({ line })) });

describe('breakpoints', () => {
  test('stop on their line, with the variables of that moment', async () => {
    const client = open('const a = 1;\nconst b = await tools.echo(a + 1);\ntext(b);');
    await client.launch({}, async () => void (await client.request('setBreakpoints', at(3))));
    expect((await client.stopped()).reason).toBe('breakpoint');
    expect(await client.lines()).toEqual([3]);
    const variables = await client.scope('Block');
    expect(variables.map(({ name, value }) => `${name}=${value}`)).toEqual(['a=1', 'b=2']);
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('2\n');
  });

  test('keep their lines under a pragma', async () => {
    const client = open('// @exec: {"yield_time_ms": 5000}\nconst a = 1;\ntext(a);');
    await client.launch({}, async () => void (await client.request('setBreakpoints', at(3))));
    await client.stopped();
    expect(await client.lines()).toEqual([3]);
  });

  test('stop under their condition only', async () => {
    const client = open('for (let i = 0; i < 5; i++) {\n  text(i);\n}');
    const breakpoints = [{ line: 2, condition: 'i === 3' }];
    await client.launch(
      {},
      async () => void (await client.request('setBreakpoints', { source: { path }, breakpoints })),
    );
    await client.stopped();
    expect((await client.request('evaluate', { expression: 'i', frameId: 1, context: 'watch' })).result).toBe('3');
    await client.request('continue');
    await client.event('terminated');
  });

  test('count their hits', async () => {
    const client = open('for (let i = 0; i < 5; i++) {\n  text(i);\n}');
    const breakpoints = [{ line: 2, hitCondition: '3' }];
    await client.launch(
      {},
      async () => void (await client.request('setBreakpoints', { source: { path }, breakpoints })),
    );
    await client.stopped();
    expect((await client.request('evaluate', { expression: 'i', frameId: 1 })).result).toBe('2');
  });

  test('say something instead of stopping', async () => {
    const client = open('for (let i = 0; i < 2; i++) {\n  text(i);\n}');
    const breakpoints = [{ line: 2, logMessage: 'now {i + 1} of {"two"}' }];
    await client.launch(
      {},
      async () => void (await client.request('setBreakpoints', { source: { path }, breakpoints })),
    );
    await client.event('terminated');
    expect(client.said('console')).toContain('now 1 of two\nnow 2 of two\n');
  });

  test('named after a tool stop at its call, in the line that calls', async () => {
    const client = open('await tools.echo(1);\nconst f = () =>\n  tools.never(2);\nawait f();');
    await client.launch({}, async () => {
      await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'tools.never' }] });
    });
    expect((await client.stopped()).description).toBe('tool-2 calls never');
    expect(await client.lines()).toEqual([3, 4]);
  });

  test('set while the cell stands still count from then on', async () => {
    const client = open('const a = 1;\nconst f = async () => {\n  text(a);\n};\nawait tools.echo(1).then(f);');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await client.request('setBreakpoints', at(3));
    await client.request('continue');
    expect((await client.stopped()).reason).toBe('breakpoint');
    await client.request('setBreakpoints', at());
    await client.request('continue');
    await client.event('terminated');
  });

  test('stop at a `debugger` statement', async () => {
    const client = open('const a = 1;\ndebugger;\ntext(a);');
    await client.launch({});
    await client.stopped();
    expect(await client.lines()).toEqual([2]);
  });

  test('elsewhere are not ours', async () => {
    const client = open('text(1)');
    await client.launch({}, async () => {
      const { breakpoints } = await client.request<{ breakpoints: { verified: boolean }[] }>('setBreakpoints', {
        source: { path: '/work/other.js' },
        breakpoints: [{ line: 1 }],
      });
      expect(breakpoints.map(({ verified }) => verified)).toEqual([false]);
    });
    await client.event('terminated');
  });
});

describe('steps by line', () => {
  test('lead over an await that leaves the isolate', async () => {
    const client = open(
      'const a = await tools.echo(1);\nawait new Promise(r => setTimeout(r, 5));\ntext(a);\ntext("end");',
    );
    await client.launch({ stopOnEntry: true });
    const seen: number[] = [];
    for (let i = 0; i < 4; i++) {
      await client.stopped();
      seen.push((await client.lines())[0] ?? 0);
      await client.request('next');
    }
    await client.event('terminated');
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test('lead into a function and out of it, over its await', async () => {
    const client = open(
      'async function f(x) {\n  const y = await tools.echo(x);\n  return y;\n}\nconst a = await f(1);\ntext(a);',
    );
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    expect(await client.lines()).toEqual([5]);
    await client.request('stepIn');
    await client.stopped();
    expect(await client.lines()).toEqual([2, 5]);
    await client.request('next');
    await client.stopped();
    expect((await client.lines())[0]).toBe(3);
    await client.request('stepOut');
    await client.stopped();
    expect((await client.lines())[0]).toBe(6);
  });
});

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

describe('exceptions', () => {
  const source = 'try {\n  throw new Error("caught");\n} catch {}\nawait tools.echo(1);\nthrow new Error("lost");';

  test('stop the cell where nobody catches them', async () => {
    const client = open(source);
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['uncaught'] })),
    );
    const stop = await client.stopped();
    expect(stop).toMatchObject({ reason: 'exception', description: 'Error: lost' });
    expect(await client.lines()).toEqual([5]);
    await client.request('continue');
    await client.event('terminated');
  });

  test('stop it everywhere when asked', async () => {
    const client = open(source);
    await client.launch({}, async () => void (await client.request('setExceptionBreakpoints', { filters: ['all'] })));
    expect((await client.stopped()).description).toBe('Error: caught');
    expect(await client.lines()).toEqual([2]);
  });

  test('thrown again and again in one place stop it each time', async () => {
    const client = open('for (let i = 0; i < 3; i++) {\n  try {\n    throw new Error("x");\n  } catch {}\n}');
    await client.launch({}, async () => void (await client.request('setExceptionBreakpoints', { filters: ['all'] })));
    for (let i = 0; i < 3; i++) {
      await client.stopped();
      await client.request('continue');
    }
    await client.event('terminated');
  });

  test('that pass through functions that await stop it once', async () => {
    const client = open(
      'const f = async () => {\n  await tools.echo(1);\n  throw new Error("x");\n};\nconst g = async () => {\n  await f();\n};\nawait g();',
    );
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['uncaught'] })),
    );
    await client.stopped();
    expect(await client.lines()).toEqual([3, 6, 8]);
    await client.request('continue');
    await client.event('terminated');
    expect(client.events.filter(({ event }) => event === 'stopped')).toHaveLength(1);
  });

  test('of a call that fails show the place that made it as one to look at', async () => {
    const client = open('const made = tools.never();\nawait made;', { onToolCall: async () => Promise.reject('no') });
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['uncaught'] })),
    );
    await client.stopped();
    const { stackFrames } = await client.request('stackTrace', { threadId: 1 });
    expect((stackFrames as object[])[0]).not.toHaveProperty('presentationHint');
  });

  test('one that a promise handler catches is caught', async () => {
    const client = open(
      'const f = async () => {\n  throw new Error("x");\n};\nawait f().catch(() => {});\ntext("on");',
    );
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['uncaught'] })),
    );
    await client.event('terminated');
    expect(client.said('stdout')).toBe('on\n');
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

describe('it ends', () => {
  test('when the cell computes for ever and the editor leaves', async () => {
    const client = open('for (;;);');
    await client.launch({});
    await client.request('disconnect');
    await client.event('terminated');
    expect(client.events.filter(({ event }) => event === 'terminated')).toHaveLength(1);
  });

  test('when a computing cell was paused before', async () => {
    const client = open('await tools.echo(0);\nfor (;;);');
    await client.launch({});
    while (!client.said('console').includes('is given its result')) await client.event('output');
    await client.request('pause', { threadId: 1 });
    await client.stopped();
    expect(await client.lines()).toEqual([2]);
    await client.request('terminate');
    await client.event('terminated');
  });

  test('when the source does not compile, and says why', async () => {
    const client = open('const a = ;');
    await client.launch({});
    await client.event('terminated');
    expect(client.said('stderr')).toContain("SyntaxError: Unexpected token ';'");
  });

  test('a cell that nothing can wake stops as a dead end', async () => {
    const client = open('text(1);\nawait new Promise(() => {});');
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['dead-ends'] })),
    );
    expect((await client.stopped()).description).toContain('Nothing can wake this cell');
  });
});

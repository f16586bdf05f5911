import { describe, expect, test } from 'vitest';
import { at, path, useAdapters } from '../../test/support/adapterUnderTest.ts';
import type { DapClient } from '../../test/support/dapClient.ts';

const open = useAdapters();

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

  test('on a line without code move to the next that has some, and tell the editor', async () => {
    const client = open('const a = 1;\n\n// nothing\ntext(a);');
    await client.launch({}, async () => void (await client.request('setBreakpoints', at(2))));
    const { breakpoint } = await client.event<{ breakpoint: { line: number; verified: boolean } }>('breakpoint');
    expect(breakpoint).toMatchObject({ line: 4, verified: true });
    await client.stopped();
    expect(await client.lines()).toEqual([4]);
  });

  test('beyond the end of the cell say so', async () => {
    const client = open('text(1);');
    await client.launch({}, async () => {
      const { breakpoints } = await client.request<{ breakpoints: object[] }>('setBreakpoints', at(9));
      expect(breakpoints).toMatchObject([{ verified: false, message: 'This line is not part of the cell.' }]);
    });
    await client.event('terminated');
  });

  test.each([
    ['==2', [1]],
    ['>3', [3, 4]],
    ['%2', [1, 3]],
    ['<2', [0]],
  ])('count their hits by %s', async (hitCondition, expected) => {
    const client = open('for (let i = 0; i < 5; i++) {\n  text(i);\n}');
    const breakpoints = [{ line: 2, hitCondition }];
    await client.launch(
      {},
      async () => void (await client.request('setBreakpoints', { source: { path }, breakpoints })),
    );
    const seen: number[] = [];
    while ((await client.either('stopped', 'terminated')).event === 'stopped') {
      seen.push(Number((await client.request('evaluate', { expression: 'i', frameId: 1 })).result));
      await client.request('continue');
    }
    expect(seen).toEqual(expected);
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

describe('completions', () => {
  const labels = async (client: DapClient, text: string) => {
    const { targets } = await client.request<{ targets: { label: string; type: string }[] }>('completions', {
      frameId: 1,
      text,
      column: text.length + 1,
    });
    return targets.map(({ label }) => label);
  };

  test('are the variables in sight and the globals of a cell, then properties', async () => {
    const client = open(
      'const answer = { first: 1, second: [2] };\nfunction anything(n) {\n  return n;\n}\ndebugger;\nanything(answer);',
    );
    await client.launch({});
    await client.stopped();
    expect(await labels(client, 'an')).toEqual(expect.arrayContaining(['answer', 'anything']));
    expect(await labels(client, 'yield_c')).toEqual(['yield_control']);
    expect(await labels(client, '1 + answer.f')).toEqual(['first']);
    expect(await labels(client, 'answer.second.fla')).toEqual(['flat', 'flatMap']);
    expect(await labels(client, 'tools.e')).toEqual(['echo']);
    expect(await labels(client, '"x".toUpper')).toEqual([]);
    expect(await labels(client, 'nothing.there.')).toEqual([]);
    await client.request('continue');
    await client.event('terminated');
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

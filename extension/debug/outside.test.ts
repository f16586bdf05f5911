import { describe, expect, test } from 'vitest';
import { at, path, useAdapters } from '../../test/support/adapterUnderTest.ts';
import type { DapClient } from '../../test/support/dapClient.ts';
import { request } from './protocol.ts';

const open = useAdapters();

const set = (client: DapClient, ...breakpoints: object[]) =>
  client.request('setBreakpoints', { source: { path }, breakpoints });

describe('breakpoints', () => {
  test('whose condition throws do not stop, and do not disturb the cell', async () => {
    const client = open('for (let i = 0; i < 3; i++) {\n  text(i);\n}');
    await client.launch({}, async () => void (await set(client, { line: 2, condition: 'nothing.there' })));
    await client.event('terminated');
    expect(client.said('stdout')).toBe('0\n1\n2\n');
  });

  test('with a condition that is no expression are refused with the reason', async () => {
    const client = open('text(1);');
    await client.launch({}, async () => {
      const { breakpoints } = await client.request<{ breakpoints: { verified: boolean; message?: string }[] }>(
        'setBreakpoints',
        { source: { path }, breakpoints: [{ line: 1, condition: 'a b c' }] },
      );
      const message = 'The condition cannot be read: Unexpected token.';
      expect(breakpoints).toEqual([{ id: 1, line: 1, verified: false, message }]);
    });
    await client.event('terminated');
  });

  test('with a message and a count say it from that hit on, errors in braces included', async () => {
    const client = open('for (let i = 0; i < 4; i++) {\n  text(i);\n}');
    await client.launch(
      {},
      async () => void (await set(client, { line: 2, hitCondition: '>2', logMessage: 'i={i} {nope}' })),
    );
    await client.event('terminated');
    expect(client.said('console')).toContain('i=2 {ReferenceError: nope is not defined}\n');
    expect(client.said('console')).not.toContain('i=1');
  });

  test('in a function that is called later and at once stop every time', async () => {
    const client = open(
      'const f = async n => {\n  await tools.echo(n);\n  text(n);\n};\nawait f(1);\nawait Promise.all([f(2), f(3)]);',
    );
    await client.launch({}, async () => void (await set(client, { line: 3 })));
    const seen: unknown[] = [];
    while ((await client.either('stopped', 'terminated')).event === 'stopped') {
      seen.push((await client.request('evaluate', { expression: 'n', frameId: 1 })).result);
      await client.request('continue');
    }
    expect(seen).toEqual(['1', '2', '3']);
  });

  test('at a column stop there', async () => {
    const client = open('const f = n => n + 1; text(f(1)); text(f(2));');
    await client.launch({}, async () => void (await set(client, { line: 1, column: 35 })));
    await client.stopped();
    const [frame] = await client.frames();
    expect(frame?.column).toBe(35);
    expect(client.said('stdout')).toBe('2\n');
  });

  test('serve running to a place: one that is set, met and taken away', async () => {
    const client = open('let a = 1;\na++;\na++;\ntext(a);\ntext("end");');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await client.request('setBreakpoints', at(4));
    await client.request('continue');
    await client.stopped();
    expect(await client.lines()).toEqual([4]);
    await client.request('setBreakpoints', at());
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('3\nend\n');
  });
});

describe('stacks', () => {
  test('name who awaits the code, through functions and Promise.all', async () => {
    const client = open(
      'async function inner(n) {\n  await tools.echo(n);\n  debugger;\n}\nasync function outer(n) {\n  await inner(n);\n}\nawait Promise.all([outer(1)]);',
    );
    await client.launch({});
    await client.stopped();
    expect((await client.frames()).map(({ name, line }) => [name, line])).toEqual([
      ['inner', 3],
      ['outer', 6],
      ['(cell)', 8],
    ]);
  });

  test('keep columns and names of arrow functions, and lines below a pragma', async () => {
    const client = open('// @exec: {"yield_time_ms": 9000}\nconst f = n => {\n  debugger;\n};\n[1].map(n => f(n));');
    await client.launch({});
    await client.stopped();
    expect((await client.frames()).map(({ name, line, column }) => [name, line, column])).toEqual([
      ['f', 3, 3],
      ['(anonymous)', 5, 14],
      ['(cell)', 5, 5],
    ]);
  });

  test('of a timer callback that is due have its place', async () => {
    const client = open(
      'function later() {\n  text("t");\n}\nsetTimeout(later, 1);\nawait new Promise(r => setTimeout(r, 20));',
    );
    await client.launch({}, async () => void (await set(client, { line: 2 })));
    await client.stopped();
    expect((await client.frames()).map(({ name, line }) => [name, line])).toEqual([['later', 2]]);
  });
});

describe('steps', () => {
  test('over a call of a tool without await stay in the line order', async () => {
    const client = open('const p = tools.echo(1);\nconst q = tools.echo(2);\ntext(await p);\ntext(await q);');
    await client.launch({ stopOnEntry: true });
    const seen: number[] = [];
    while ((await client.either('stopped', 'terminated')).event === 'stopped') {
      seen.push((await client.lines())[0] ?? 0);
      await client.request('next');
    }
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test('go through a loop with awaits line by line', async () => {
    const client = open('for (const n of [1, 2]) {\n  const r = await tools.echo(n);\n  text(r);\n}\ntext("end");');
    await client.launch({ stopOnEntry: true });
    const seen: number[] = [];
    while ((await client.either('stopped', 'terminated')).event === 'stopped') {
      const [line = 0] = await client.lines();
      if (line !== 1) seen.push(line);
      await client.request('next');
    }
    expect(seen).toEqual([2, 3, 2, 3, 5]);
  });

  test('go through `for await` over as_settled', async () => {
    const client = open(
      'for await (const { value } of as_settled([tools.echo(1), tools.echo(2)])) {\n  text(value);\n}\ntext("end");',
    );
    await client.launch({ stopOnEntry: true });
    let stops = 0;
    while ((await client.either('stopped', 'terminated')).event === 'stopped') {
      stops++;
      await client.request('next');
    }
    expect(stops).toBeGreaterThan(3);
    expect(client.said('stdout').trim().split('\n').sort()).toEqual(['1', '2', 'end']);
  });

  test('into from where no code runs reach the first line that does', async () => {
    const client = open('const a = await tools.echo(1);\ntext(a);');
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['results'] })),
    );
    await client.stopped();
    await client.request('stepIn');
    await client.stopped();
    expect((await client.lines())[0]).toBeLessThanOrEqual(2);
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('1\n');
  });
});

describe('values', () => {
  test('of every kind have a line, and children only where there are some', async () => {
    const client = open(
      'const all = { n: 1.5, big: 10n, s: "a\\nb", u: undefined, z: null, d: new Date(0), m: new Map([[1, { a: 2 }]]), f() {}, p: Promise.resolve(1), e: new Error("no"), nan: NaN, get g() { throw 1; } };\ndebugger;',
    );
    await client.launch({});
    await client.stopped();
    const [all] = (await client.scope('Block')).filter(({ name }) => name === 'all');
    const inside = Object.fromEntries(
      (await client.variables(all?.variablesReference ?? 0)).map(({ name, value }) => [name, value]),
    );
    expect(inside).toMatchObject({
      n: '1.5',
      big: '10n',
      s: '"a\\nb"',
      u: 'undefined',
      z: 'null',
      m: 'Map(1)',
      p: 'Promise',
      e: 'Error: no',
      nan: 'NaN',
      g: '(…)',
    });
  });

  test('a constant that a closure uses cannot be changed, a property of it can', async () => {
    const client = open('const o = { a: 1 };\nconst f = () => o.a;\ndebugger;\ntext(f());');
    await client.launch({});
    await client.stopped();
    const { scopes } = await client.request<{ scopes: { name: string; variablesReference: number }[] }>('scopes', {
      frameId: 1,
    });
    const variablesReference = scopes.find(({ name }) => name === 'Block')?.variablesReference ?? 0;
    await expect(client.request('setVariable', { variablesReference, name: 'o', value: '1' })).rejects.toThrow(
      'Assignment to constant variable.',
    );
    const [o] = await client.variables(variablesReference);
    await client.request('setVariable', {
      variablesReference: o?.variablesReference,
      name: 'a',
      value: '[1, 2].length',
    });
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('2\n');
  });

  test('an evaluation that never ends is cut off', async () => {
    const client = open('debugger;\ntext(1);');
    await client.launch({});
    await client.stopped();
    await expect(
      client.request('evaluate', { expression: 'for (;;);', frameId: 1, context: 'repl' }),
    ).rejects.toThrow();
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('1\n');
  });

  test('a result may be written while its call is open, and an error as its text', async () => {
    const client = open('text(await tools.never(1));\ntry { await tools.never(2); } catch (error) { text(error); }');
    await client.launch({}, async () => {
      await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'never' }] });
    });
    await client.stopped();
    await client.request(request.answer, { name: 'tool-1', value: { deep: [1] } });
    await client.request('continue');
    await client.stopped();
    await client.request(request.answer, { name: 'tool-2', error: 'written' });
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('{"deep":[1]}\nwritten\n');
  });
});

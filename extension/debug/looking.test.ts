import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, test } from 'vitest';
import { path, useAdapters } from '../../test/support/adapterUnderTest.ts';
import type { DapClient } from '../../test/support/dapClient.ts';

const open = useAdapters();

async function stoppedAt(source: string): Promise<DapClient> {
  const client = open(source);
  await client.launch({});
  await client.stopped();
  return client;
}

async function named(client: DapClient, name: string): Promise<DebugProtocol.Variable> {
  const found = (await client.scope('Block')).find(each => each.name === name);
  if (found === undefined) throw new Error(`there is no variable ${name}`);
  return found;
}

const copied = async (client: DapClient, expression: string) =>
  (await client.request('evaluate', { expression, context: 'clipboard', frameId: 1 })).result;

/** Names of the frames. A pause may find the code at work: then it is asked for again. */
async function pausedAtRest(client: DapClient): Promise<string[]> {
  for (;;) {
    await client.request('pause', { threadId: 1 });
    await client.stopped();
    const names = (await client.frames()).map(({ name }) => name);
    if (names.some(name => name.includes(' waits for '))) return names;
    await client.request('continue', { threadId: 1 });
  }
}

describe('values in a stopped cell', () => {
  test('of a long list are asked for in parts', async () => {
    const client = await stoppedAt('const list = Array.from({ length: 100_000 }, (_, n) => n * 2);\ndebugger;');
    const list = await named(client, 'list');
    expect(list.indexedVariables).toBe(100_000);
    const { variables } = await client.request<{ variables: DebugProtocol.Variable[] }>('variables', {
      variablesReference: list.variablesReference,
      filter: 'indexed',
      start: 99_998,
      count: 100,
    });
    expect(variables.map(({ name, value }) => [name, value])).toEqual([
      ['99998', '199996'],
      ['99999', '199998'],
    ]);
    // Who knows no parts gets the beginning.
    expect(await client.variables(list.variablesReference)).toHaveLength(1_000);
  });

  test('have a name that an expression can use, however deep they are', async () => {
    const client = await stoppedAt("const o = { list: [{ 'a b': { c: 7 } }] };\ndebugger;");
    let at = await named(client, 'o');
    for (let depth = 0; depth < 4; depth++) [at = at] = await client.variables(at.variablesReference);
    expect(at.evaluateName).toBe('o.list[0]["a b"].c');
    expect((await client.request('evaluate', { expression: at.evaluateName, frameId: 1 })).result).toBe('7');
  });

  test('behind a getter come when they are asked for, and private ones are there', async () => {
    const client = await stoppedAt(
      'let asked = 0;\nclass Plant {\n  #age = 3;\n  get age() { asked++; return this.#age; }\n}\nconst plant = new Plant();\ndebugger;',
    );
    const inside = await client.variables((await named(client, 'plant')).variablesReference);
    expect(inside.map(({ name, value }) => [name, value])).toEqual([
      ['#age', '3'],
      ['age', '(…)'],
    ]);
    expect((await client.request('evaluate', { expression: 'asked', frameId: 1 })).result).toBe('0');
    const getter = inside.find(({ name }) => name === 'age');
    expect(getter?.presentationHint?.lazy).toBe(true);
    expect(await client.variables(getter?.variablesReference ?? 0)).toMatchObject([{ name: 'age', value: '3' }]);
    expect((await client.request('evaluate', { expression: 'asked', frameId: 1 })).result).toBe('1');
  });

  test('are copied as JSON, as text, or as they stand in the code', async () => {
    const client = await stoppedAt(
      'const o = { a: [1, new Map([["k", 2n]])] };\nconst f = n => n + 1;\nconst loop = {};\nloop.self = loop;\ndebugger;',
    );
    expect(JSON.parse(String(await copied(client, 'o')))).toEqual({ a: [1, [['k', '2']]] });
    expect(await copied(client, '"plain"')).toBe('plain');
    expect(await copied(client, 'f')).toBe('n => n + 1');
    expect(await copied(client, 'loop')).toBe('Object');
    expect(await copied(client, 'undefined')).toBe('undefined');
  });

  test('that the console has changed are shown as they are now, shadowed ones as their own', async () => {
    const client = await stoppedAt(
      'let a = 1;\nlet b = 2;\nconst later = () => b;\n{\n  let a = 3;\n  debugger;\n  text(a);\n}\ntext(a, later);',
    );
    await client.request('evaluate', { expression: 'a = 30, b = 20', context: 'repl', frameId: 1 });
    const { scopes } = await client.request<{ scopes: DebugProtocol.Scope[] }>('scopes', { frameId: 1 });
    const values = async (index: number) =>
      (await client.variables(scopes[index]?.variablesReference ?? 0)).map(({ name, value }) => `${name}=${value}`);
    expect(await values(0)).toEqual(['a=30']);
    expect(await values(1)).toEqual(expect.arrayContaining(['a=1', 'b=20']));
  });

  test('that an expression names can be set', async () => {
    const client = await stoppedAt('const o = { a: [1] };\nlet n = 1;\ndebugger;\ntext(o.a[0] + n);');
    const set = (expression: string, value: string) =>
      client.request('setExpression', { expression, value, frameId: 1 });
    expect(await set('o.a[0]', '20 + 1')).toMatchObject({ value: '21' });
    expect(await set('n', '2')).toMatchObject({ value: '2' });
    await expect(set('1', '2')).rejects.toThrow('Invalid');
    await client.request('continue', { threadId: 1 });
    await client.event('terminated');
    expect(client.said('stdout')).toBe('23\n');
  });
});

describe('an editor learns', () => {
  test('where in a line a breakpoint can stand', async () => {
    const client = await stoppedAt('debugger;\nconst f = n => n + 1; text(f(1));');
    const { breakpoints } = await client.request<{ breakpoints: { line: number; column: number }[] }>(
      'breakpointLocations',
      { source: { path }, line: 2 },
    );
    expect(breakpoints.every(({ line }) => line === 2)).toBe(true);
    expect(breakpoints.map(({ column }) => column)).toEqual(expect.arrayContaining([18, 23]));
  });

  test('what was thrown, and whether the cell handles it', async () => {
    const client = open("function grow() {\n  throw new TypeError('no water');\n}\ntry { grow(); } catch {}\ngrow();");
    await client.launch({}, async () => {
      await client.request('setExceptionBreakpoints', { filters: ['all'] });
    });
    const modes: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      await client.stopped();
      const info = await client.request<DebugProtocol.ExceptionInfoResponse['body']>('exceptionInfo', { threadId: 1 });
      expect(info.exceptionId).toBe('TypeError: no water');
      expect(info.details?.stackTrace).toContain('at grow');
      modes.push(info.breakMode);
      await client.request('continue', { threadId: 1 });
    }
    expect(modes).toEqual(['always', 'unhandled']);
  });
});

describe('a cell that can never go on', () => {
  const source = `async function inner(n) {
  await new Promise(() => {});
  text(n);
}
async function outer(n) {
  const twice = n * 2;
  await inner(twice);
}
text(await tools.echo('fine'));
await Promise.all([outer(1), outer(2)]);
text('end');`;

  test('shows at which awaits it stands', async () => {
    const client = open(source);
    await client.launch({}, async () => {
      await client.request('setExceptionBreakpoints', { filters: ['dead-ends'] });
    });
    expect((await client.stopped()).description).toContain('Nothing can wake this cell');
    const frames = await client.frames();
    expect(frames.map(({ name, line, column }) => [name, line, column])).toEqual([
      ['inner: 2 of 2 calls not back from this await', 2, 3],
      ['outer: 2 of 2 calls not back from this await', 7, 3],
      ['(cell) not back from this await', 10, 1],
    ]);
    const [variable] = await client.scope('Local', frames[0]?.id);
    expect(variable?.value).toContain('V8 has let go');
  });

  test('shows them again when it is paused again, and nothing it has come back from', async () => {
    const client = open(`const later = ms => new Promise(done => setTimeout(done, ms));
async function stuck() {
  await new Promise(() => {});
  text('never');
}
stuck();
stuck();
for (;;) {
  await tools.echo(1);
  await later(30);
  text('round');
}`);
    await client.launch({});
    for (let i = 0; i < 3; i++) {
      await client.event('output');
      const names = (await pausedAtRest(client)).filter(name => name.includes('not back'));
      expect(names.filter(name => !name.startsWith('(cell)'))).toEqual([
        'stuck: 2 of 2 calls not back from this await',
      ]);
      await client.request('continue', { threadId: 1 });
    }
  });

  test('does not show an await whose failure was caught', async () => {
    const client = open(`for (const n of [1, 2]) {
  try {
    await tools.fail(n);
  } catch {}
}
const stuck = async n => {
  try {
    await tools.fail(n);
  } catch {
    await new Promise(() => {});
    text(n);
  }
};
await stuck(1);
text('end');`);
    await client.launch({}, async () => {
      await client.request('setExceptionBreakpoints', { filters: ['dead-ends'] });
    });
    await client.stopped();
    expect((await client.frames()).map(({ name, line }) => `${name.split(' ')[0]} ${line}`)).toEqual([
      'stuck 10',
      '(cell) 14',
    ]);
  });

  test('and is paused while something else is pending shows both', async () => {
    const client = open('const lost = new Promise(() => {});\ntools.never();\nawait lost;\ntext(1);');
    await client.launch({});
    await client.event('output');
    await client.request('pause', { threadId: 1 });
    await client.stopped();
    expect((await client.frames()).map(({ name, line }) => `${name} ${line}`)).toEqual([
      '(cell) waits for tool-1 2',
      '(cell) not back from this await 3',
    ]);
  });

  const deadEnd = async (text: string) => {
    const client = open(text);
    await client.launch({}, async () => {
      await client.request('setExceptionBreakpoints', { filters: ['dead-ends'] });
    });
    await client.stopped();
    return (await client.frames()).map(({ name, line }) => `${line} ${name.replace(' not back from this await', '')}`);
  };

  test('stands at an await by which its function returns', async () => {
    const text = `const never = new Promise(() => {});
async function inner(n) {
  if (n > 1) return await never;
  return await tools.echo(n);
}
const outer = async n => await inner(n);
await outer(1);
text(await outer(2));`;
    expect(await deadEnd(text)).toEqual(['3 inner', '6 outer', '8 (cell)']);
  });

  test('stands in the head of for await, or inside it', async () => {
    const text = `async function* drops(n) {
  yield 1;
  if (n === 2) {
    await new Promise(() => {});
    text('never');
  }
  yield 2;
}
async function drink(n) {
  for await (const drop of drops(n)) {
    if (n === 4) return drop;
    if (n === 3) {
      await new Promise(() => {});
      text('never');
    }
  }
  text(n);
}
await Promise.all([1, 2, 3, 4].map(drink));
text('never');`;
    expect(await deadEnd(text)).toEqual(['4 drops', '10 drink: 1 of 4 calls', '13 drink', '19 (cell)']);
  });
});

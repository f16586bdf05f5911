import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { at, useAdapters } from '../../test/support/adapterUnderTest.ts';
import type { DapClient } from '../../test/support/dapClient.ts';
import { request } from './protocol.ts';

const open = useAdapters();

/** Waits until the cell has said something. */
async function begun(client: DapClient): Promise<void> {
  while (client.said('stdout') === '') await client.event('output');
}

/** Processes that hold cells of this one. */
function childPids(): number[] {
  return readdirSync('/proc').flatMap(name => {
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1];
      return Number(parent) === process.pid && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('isolate.cjs')
        ? [Number(name)]
        : [];
    } catch {
      return [];
    }
  });
}

const terminations = (client: DapClient) => client.events.filter(({ event }) => event === 'terminated').length;

describe('code that computes can be paused', () => {
  test('in `while (true)`, looked at, stepped and let go again', async () => {
    const client = open(
      'let i = 0;\ntext("on");\nwhile (true) {\n  i++;\n  if (globalThis.enough) break;\n}\ntext("out");',
    );
    await client.launch({});
    await begun(client);
    await client.request('pause', { threadId: 1 });
    expect((await client.stopped()).reason).toBe('pause');
    const seen = Number((await client.request('evaluate', { expression: 'i', frameId: 1, context: 'watch' })).result);
    expect(seen).toBeGreaterThan(0);
    await client.request('next', { threadId: 1 });
    expect((await client.stopped()).reason).toBe('step');
    await client.request('evaluate', { expression: 'globalThis.enough = true', frameId: 1, context: 'repl' });
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('on\nout\n');
  });

  test('in `for (;;) await null`', async () => {
    const client = open('for (let i = 0; ; i++) {\n  await null;\n}');
    await client.launch({});
    await client.request('pause', { threadId: 1 });
    await client.stopped();
    expect([1, 2]).toContain((await client.lines())[0]);
  });

  test('and gets a breakpoint while it runs', async () => {
    const client = open('text("on");\nfor (let i = 0; ; i++) {\n  if (i < 0) break;\n}');
    await client.launch({});
    await begun(client);
    await client.request('setBreakpoints', at(3));
    expect((await client.stopped()).reason).toBe('breakpoint');
    expect(await client.lines()).toEqual([3]);
  });
});

describe.runIf(process.platform === 'linux')('nothing is left', () => {
  test.each([
    ['paused in its code', 'debugger;\ntext(1);', 'stopped'],
    ['computing for ever', 'text("on");\nfor (;;);', 'output'],
    ['at rest', 'text("on");\nawait tools.never();', 'output'],
  ])('of a cell that is %s when the editor leaves', async (_what, source, event) => {
    const client = open(source);
    await client.launch({});
    await client.event(event);
    expect(childPids()).toHaveLength(1);
    await client.request('disconnect');
    expect(childPids()).toEqual([]);
    expect(terminations(client)).toBe(1);
  });

  test('of one whose editor leaves before it has begun', async () => {
    const client = open('text(1);');
    await client.request('initialize', { adapterID: 'cellscope', pathFormat: 'path' });
    const launched = client.request('launch', {});
    await client.request('disconnect');
    await launched.catch(() => {});
    expect(childPids()).toEqual([]);
    expect(terminations(client)).toBe(1);
  });

  test('of one whose process is killed while it stands still, and the session ends', async () => {
    const client = open('debugger;\ntext(1);');
    await client.launch({});
    await client.stopped();
    const [pid = 0] = childPids();
    process.kill(pid, 'SIGKILL');
    await client.event('terminated');
    expect(client.said('stderr')).toContain('The cell lost its process');
    await expect(client.request('evaluate', { expression: '1', frameId: 1 })).rejects.toThrow();
  });

  test('of one whose heap is full', async () => {
    const client = open('const a = [];\nfor (;;) a.push(new Array(1000).fill(1.5));', { limits: { memoryMb: 32 } });
    await client.launch({});
    await client.event('terminated');
    expect(client.said('stderr')).toMatch(/memory/);
    expect(childPids()).toEqual([]);
  });

  test('of one that steps over an await nobody answers', async () => {
    const client = open('text("on");\nawait tools.never();\ntext("never");');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await client.request('next', { threadId: 1 });
    await client.stopped();
    await client.request('next', { threadId: 1 });
    while (!client.said('console').includes('calls never')) await client.event('output');
    await client.request('terminate');
    await client.event('terminated');
    expect(client.said('console')).toContain('tool-1 (never) is cancelled');
    expect(childPids()).toEqual([]);
  });
});

describe('sessions', () => {
  test('two at once do not know of each other', async () => {
    const one = open('let a = 1;\ndebugger;\ntext("one " + a);');
    const other = open('let a = 2;\ndebugger;\ntext("other " + a);');
    await Promise.all([one.launch({}), other.launch({})]);
    await Promise.all([one.stopped(), other.stopped()]);
    await one.request('evaluate', { expression: 'a = 10', frameId: 1, context: 'repl' });
    await one.request('continue');
    await one.event('terminated');
    expect((await other.request('evaluate', { expression: 'a', frameId: 1 })).result).toBe('2');
    await other.request('continue');
    await other.event('terminated');
    expect([one.said('stdout'), other.said('stdout')]).toEqual(['one 10\n', 'other 2\n']);
  });

  test('that start again begin anew', async () => {
    for (let i = 0; i < 2; i++) {
      const client = open('globalThis.n = (globalThis.n ?? 0) + 1;\ntext(n);');
      await client.launch({ stopOnEntry: true });
      await client.stopped();
      await client.request('continue');
      await client.event('terminated');
      expect(client.said('stdout')).toBe('1\n');
    }
  });

  test('whose source is refused say why and end', async () => {
    const client = open('   ');
    await expect(client.launch({})).rejects.toThrow('exec expects raw JavaScript source text');
  });

  test('answer requests that make no sense with a sentence, and go on', async () => {
    const client = open('debugger;\ntext(1);');
    await expect(client.request('evaluate', { expression: '1' })).rejects.toThrow('There is no cell yet.');
    await client.launch({});
    await client.stopped();
    await expect(client.request('cellscope/unknown')).rejects.toThrow('knows no request');
    await expect(client.request(request.fire, { name: 'timer-9' })).rejects.toThrow('Nothing named timer-9');
    await expect(client.request(request.deliver, { name: 'tool-1' })).rejects.toThrow('Nothing named tool-1');
    await expect(client.request('setVariable', { variablesReference: 99, name: 'a', value: '1' })).rejects.toThrow(
      'a cannot be changed.',
    );
    await expect(client.request('evaluate', { expression: 'a b', frameId: 1 })).rejects.toThrow('SyntaxError');
    expect(await client.variables(99)).toEqual([]);
    await client.request('continue');
    await client.event('terminated');
    expect(client.said('stdout')).toBe('1\n');
  });

  test('that were told to stop at the entry and not to debug just run', async () => {
    const client = open('text(1);');
    await client.launch({ stopOnEntry: true, noDebug: true });
    await client.event('terminated');
    expect(client.events.filter(({ event }) => event === 'stopped')).toEqual([]);
  });
});

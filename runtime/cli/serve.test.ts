import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writeFrame } from './rpc/frames.ts';
import { runCli } from './runCli.ts';
import { type ServeClient, startServe } from './serveClient.ts';

let client: ServeClient;
let sessionId: string;
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cellscope-serve-')));
beforeAll(() => {
  client = startServe(folder);
});
afterAll(async () => {
  await client.end();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  ({ sessionId } = await client.ask('session/open', {}));
  client.listenTo(sessionId);
});
const exec = (source: string, more: object = {}) => client.ask('cell/exec', { sessionId, source, ...more });
const wait = (cellId: string, more: object = {}) => client.ask('cell/wait', { sessionId, cellId, ...more });

describe('serve', () => {
  test('says who it is', async () => {
    expect(await client.ask('initialize', { clientName: 'test' })).toEqual({
      name: 'cellscope',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      protocolVersion: 1,
    });
  });
  test('runs a cell and announces its end after the answer', async () => {
    expect(await exec('text("hi")')).toEqual({
      status: 'completed',
      cellId: '1',
      items: [{ type: 'text', text: 'hi' }],
      output: [
        { type: 'text', text: expect.stringMatching(/^Script completed\nWall time \d+\.\d seconds\nOutput:\n$/) },
        { type: 'text', text: 'hi' },
      ],
    });
    await client.heard(1);
    expect(client.log).toEqual(['answer cell/exec', 'cell/closed 1']);
  });
  test('sends items, output or both, as view says', async () => {
    expect(Object.keys(await exec('text(1)', { view: 'items' }))).not.toContain('output');
    expect(Object.keys(await exec('text(1)', { view: 'output' }))).not.toContain('items');
  });
  test('a cell that yields is waited on and then unknown', async () => {
    const first = await exec('text("a"); yield_control(); text("b")');
    expect(first).toMatchObject({ status: 'yielded', cellId: '1' });
    expect(await wait('1')).toMatchObject({
      outcome: 'live',
      response: { status: 'completed', items: [{ text: 'b' }] },
    });
    expect(await wait('1')).toMatchObject({ outcome: 'missing', response: { errorText: 'exec cell 1 not found' } });
  });
  test('a cell is stepped from one quiescent point to the next', async () => {
    client.onToolCall = async ({ input }) => input;
    const tools = [{ name: 'echo' }];
    const first = await exec('text(await tools.echo(1)); text(await tools.echo(2));', { tools, pausable: true });
    expect(first).toMatchObject({ status: 'pending', pendingToolCallIds: ['tool-1'] });
    const second = await client.ask('cell/step', { sessionId, cellId: '1' });
    expect(second).toMatchObject({
      outcome: 'live',
      response: { status: 'pending', items: [{ text: '1' }], pendingToolCallIds: ['tool-2'] },
    });
    const last = await client.ask('cell/step', { sessionId, cellId: '1' });
    expect(last).toMatchObject({ response: { status: 'completed', items: [{ text: '2' }] } });
  });
  test('records when asked, and the bundle is whole when the session is closed', async () => {
    const opened = await client.ask('session/open', { record: { dir: 'rec' } });
    expect(dirname(opened.bundle)).toBe(join(folder, 'rec'));
    await client.ask('cell/exec', { sessionId: opened.sessionId, source: 'text(1)' });
    expect(await client.ask('session/close', { sessionId: opened.sessionId })).toEqual({});
    expect(await runCli(['reduce', '--strict', opened.bundle])).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('tools and notifications are asked of the client', () => {
  const tools = [{ name: 'look-up', description: 'Looks', inputSchema: { type: 'object' } }];
  test('a result reaches the cell, an error rejects with its message', async () => {
    const calls: unknown[] = [];
    client.onToolCall = async call => {
      calls.push({ ...call, sessionId: '<id>' });
      if (call.toolCallId === 'tool-2') throw new Error('nothing there');
      return { found: call.input };
    };
    const response = await exec('text(await tools.look_up({ q: 1 })); await tools.look_up({}).catch(text);', { tools });
    expect(response.items).toEqual([
      { type: 'text', text: '{"found":{"q":1}}' },
      { type: 'text', text: 'nothing there' },
    ]);
    expect(calls).toEqual([
      { sessionId: '<id>', cellId: '1', toolCallId: 'tool-1', name: 'look-up', input: { q: 1 } },
      { sessionId: '<id>', cellId: '1', toolCallId: 'tool-2', name: 'look-up', input: {} },
    ]);
  });
  test('the end of a cell is announced before it is unknown', async () => {
    await exec('await new Promise(() => {})', { yieldTimeMs: 5 });
    const asked = Array.from({ length: 20 }, (_, i) =>
      wait('1', { terminate: i === 0 }).then(
        ({ outcome }) => client.log.push(outcome),
        () => {},
      ),
    );
    await Promise.all(asked);
    expect(await wait('1')).toMatchObject({ outcome: 'missing' });
    client.log.push('missing');
    const told = client.log.filter(line => !line.startsWith('answer'));
    expect(told.indexOf('missing')).toBeGreaterThan(told.indexOf('cell/closed 1'));
    expect(told).toContain('cell/closed 1');
  });
  test('a termination cancels the call and waits for its handler', async () => {
    const cancelled = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    client.onToolCall = async (_call, token) => {
      token.onCancellationRequested(() => {
        setTimeout(() => {
          client.log.push('handler settled');
          cancelled.resolve();
        }, 200);
      });
      called.resolve();
      await cancelled.promise;
      return null;
    };
    const running = exec('await tools.look_up()', { tools });
    await called.promise;
    expect(await wait('1', { terminate: true })).toMatchObject({ outcome: 'live', response: { status: 'terminated' } });
    expect(await running).toMatchObject({ status: 'terminated' });
    await client.heard(1);
    expect(client.log[0]).toBe('handler settled');
    expect(client.log.at(-1)).toBe('cell/closed 1');
  });
  test('a notification is acknowledged before the cell completes', async () => {
    client.onNotify = async ({ text, callId }) => {
      await new Promise(resolve => setTimeout(resolve, 100));
      client.log.push(`notified ${text} ${callId}`);
    };
    await exec('notify("half way")', { callId: 'call-7' });
    expect(client.log.slice(0, 2)).toEqual(['notified half way call-7', 'answer cell/exec']);
  });
});

describe('errors', () => {
  test.each<[string, string, object, number, string]>([
    ['unknown method', 'cell/fly', {}, -32601, 'unknown method cell/fly'],
    ['inherited name', 'toString', {}, -32601, 'unknown method toString'],
    ['missing field', 'cell/exec', { sessionId: 'x' }, -32602, 'missing field "source": expected a string'],
    [
      'wrong field',
      'cell/exec',
      { source: 'x', yieldTimeMs: '1' },
      -32602,
      'field "yieldTimeMs" must be a non-negative safe integer, got "1"',
    ],
    ['nested field', 'session/open', { record: {} }, -32602, 'missing field "record.dir": expected a string'],
    [
      'empty folder',
      'session/open',
      { record: { dir: '' } },
      -32602,
      'field "record.dir" must be the path of a folder, got ""',
    ],
    ['unknown session', 'cell/exec', { sessionId: 'nope', source: 'x' }, -32000, 'unknown session nope'],
    ['closed twice', 'session/close', { sessionId: 'nope' }, -32000, 'unknown session nope'],
  ])('%s', async (_name, method, params, code, message) => {
    await expect(client.ask(method, params)).rejects.toMatchObject({ code, message });
  });
  test('refused source is -32000 with its text and uses no cell id', async () => {
    await expect(exec('')).rejects.toMatchObject({
      code: -32000,
      message: expect.stringMatching(/^exec expects raw JavaScript source text \(non-empty\)\./),
    });
    expect(await exec('text(1)')).toMatchObject({ cellId: '1' });
  });
  test('a second observer is refused and the first is not disturbed', async () => {
    const answered = Promise.withResolvers<void>();
    const called = Promise.withResolvers<void>();
    client.onToolCall = async () => {
      called.resolve();
      await answered.promise;
      return null;
    };
    const first = exec('await tools.look_up(); text("done")', { tools: [{ name: 'look_up' }] });
    await called.promise;
    await expect(wait('1')).rejects.toThrow('exec cell 1 already has an active observer');
    answered.resolve();
    expect(await first).toMatchObject({ status: 'completed' });
  });
  test('no params may be written as null', async () => {
    const answers = client.raw(writeFrame('{"jsonrpc":"2.0","id":null,"method":"initialize","params":null}'));
    expect(await answers(1)).toEqual([
      expect.objectContaining({ result: expect.objectContaining({ name: 'cellscope' }) }),
    ]);
  });
  test('bad JSON and bad frames are answered and the connection goes on', async () => {
    const answers = client.raw('Content-Length: 3\r\n\r\n{"aNothing: here\r\n\r\n');
    expect(await answers(2)).toEqual([
      { jsonrpc: '2.0', id: null, error: { code: -32700, message: expect.stringMatching(/^bad JSON: /) } },
      { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'bad frame: the header has no Content-Length' } },
    ]);
    expect(await exec('text(1)')).toMatchObject({ status: 'completed' });
  });
});

test('a client that goes takes its cells with it, and the server ends', async () => {
  const other = startServe(folder);
  const opened = await other.ask('session/open', {});
  const running = other.ask('cell/exec', { sessionId: opened.sessionId, source: 'for (;;);' }).catch(() => {});
  await new Promise(resolve => setTimeout(resolve, 300));
  expect(await other.end()).toMatchObject({ exitCode: 0, stderr: '' });
  await running;
});

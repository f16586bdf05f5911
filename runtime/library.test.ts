import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionFact } from './base/observer.ts';
import { createRuntime } from './library.ts';
import { reduceBundle } from './trace/reduceBundle.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'library-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the library', () => {
  test('records a session as a bundle that is whole when the session has closed', async () => {
    const facts: SessionFact[] = [];
    const runtime = await createRuntime();
    const session = await runtime.openSession({
      record: { dir: folder },
      observer: { observe: fact => facts.push(fact) },
      tools: [{ name: 'echo' }],
      onToolCall: async call => call.input,
    });
    const first = await session.exec({ source: 'text(await tools.echo(1)); yield_control(); text(2)' });
    await session.wait({ cellId: first.cellId });
    await session.close();
    const bundle = session.bundle ?? '';
    expect(readdirSync(folder)).toEqual([bundle.split('/').at(-1)]);
    const { graph, findings } = reduceBundle(bundle);
    expect(findings).toEqual([]);
    expect([...graph.code_cells.values()].map(cell => cell.runtime_status)).toEqual(['completed']);
    expect(facts.at(-1)?.type).toBe('session_closed');
    await runtime.close();
  });

  test('takes ids as the plain text a model writes them in', async () => {
    const runtime = await createRuntime();
    const session = await runtime.openSession({ onToolCall: async () => null });
    await session.exec({ source: 'yield_control(); text("later")', callId: 'call-1' });
    const asked: { readonly cell_id: string } = JSON.parse('{"cell_id":"1"}');
    const { outcome, response } = await session.wait({ cellId: asked.cell_id, callId: 'call-2' });
    expect({ outcome, items: response.items }).toEqual({ outcome: 'live', items: [{ type: 'text', text: 'later' }] });
    await runtime.close();
  });

  test('finds what lies beside it from `node -e`, where `__dirname` is somewhere else', async () => {
    const program = `import(${JSON.stringify(import.meta.resolve('./library.ts'))}).then(async ({ createRuntime }) => {
      const runtime = await createRuntime();
      const session = await runtime.openSession({ onToolCall: async call => call.input });
      const { items } = await session.exec({ source: 'text("found")' });
      process.stdout.write(items[0].text);
      await runtime.close();
    })`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program], { cwd: folder });
    expect(stdout).toBe('found');
  });

  test('names no bundle where none can be made, says why and runs on', async () => {
    const warnings: string[] = [];
    const runtime = await createRuntime();
    writeFileSync(join(folder, 'file'), '');
    const session = await runtime.openSession({
      record: { dir: join(folder, 'file') },
      onWarning: message => warnings.push(message),
      onToolCall: async () => null,
    });
    expect(session.bundle).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/^Nothing is recorded, because no bundle can be made in /)]);
    expect((await session.exec({ source: 'text(1)' })).status).toBe('completed');
    await runtime.close();
  });

  test('closing the runtime closes its sessions and leaves no process', async () => {
    const runtime = await createRuntime();
    const session = await runtime.openSession({ onToolCall: async () => null });
    const running = session.exec({ source: 'for (;;) {}' });
    await session.exec({ source: 'text(1)' });
    await runtime.close();
    expect((await running).status).toBe('terminated');
    expect(runtime.pids()).toEqual([]);
    await expect(session.exec({ source: 'text(1)' })).rejects.toMatchObject({ code: -32000 });
  });

  test.each<[string, object, string]>([
    ['no handler', { onToolCall: undefined }, 'missing field "onToolCall": expected a function'],
    ['a handler that is none', { onNotify: 1 }, 'field "onNotify" must be a function, got 1'],
    ['no folder', { record: {} }, 'missing field "record.dir": expected a string'],
    ['empty folder', { record: { dir: '' } }, 'field "record.dir" must be the path of a folder, got ""'],
    ['a limit', { limits: { timers: '9' } }, 'field "limits.timers" must be a non-negative safe integer, got "9"'],
    [
      'a default',
      { defaults: { yieldTimeMs: -1 } },
      'field "defaults.yieldTimeMs" must be a non-negative safe integer, got -1',
    ],
  ])('an option of a session that is wrong (%s) is named', async (_name, options, message) => {
    const runtime = await createRuntime();
    // What a host written in JavaScript may hand in.
    const opening = runtime.openSession({ onToolCall: async () => null, ...options });
    await expect(opening).rejects.toMatchObject({ code: -32602, message });
    await runtime.close();
  });

  test('a field of a request that is missing or wrong is named, with the code serve answers', async () => {
    const runtime = await createRuntime();
    const session = await runtime.openSession({ onToolCall: async () => null });
    const wrong = async (asked: Promise<unknown>, message: string) =>
      expect(asked).rejects.toMatchObject({ name: 'FieldError', code: -32602, message });
    // As programs without types ask.
    const untyped = session as unknown as Record<'exec' | 'wait' | 'step', (request?: object) => Promise<unknown>>;
    await wrong(untyped.exec({}), 'missing field "source": expected a string');
    await wrong(untyped.exec(), 'missing field "source": expected a string');
    await wrong(untyped.wait({ cellId: 1 }), 'field "cellId" must be a string, got 1');
    await wrong(untyped.step({}), 'missing field "cellId": expected a string');
    expect((await session.exec({ source: 'text(1)' })).cellId).toBe('1');
    await runtime.close();
  });

  test.each([{}, { record: { dir: tmpdir() } }])('a closed runtime opens no session (%o)', async options => {
    const runtime = await createRuntime();
    await runtime.close();
    await expect(runtime.openSession({ onToolCall: async () => null, ...options })).rejects.toMatchObject({
      code: -32000,
      message: 'the code mode runtime is closed',
    });
    expect(runtime.pids()).toEqual([]);
  });

  test('a heap smaller than can be had is the smallest that can', async () => {
    const runtime = await createRuntime();
    const session = await runtime.openSession({ limits: { memoryMb: 1 }, onToolCall: async () => null });
    expect((await session.exec({ source: 'text(1)' })).status).toBe('completed');
    await runtime.close();
  });

  test('a Node that cannot hold cells is an error that says what to do', async () => {
    await expect(createRuntime({ nodePath: '/nowhere/node' })).rejects.toMatchObject({
      name: 'StartError',
      code: 'bad_node',
      message: expect.stringContaining('name a Node 24 or 26, or name none'),
    });
  });

  test('a child script that is not there is an error with what the process said', async () => {
    await expect(createRuntime({ childPath: join(process.cwd(), 'runtime', 'nothing.mjs') })).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringMatching(/^The process for cells did not start: /),
    });
  });

  test('without isolated-vm the error says what is missing', async () => {
    await expect(
      createRuntime({ childPath: join(folder, 'isolate.cjs'), nodePath: process.execPath }),
    ).rejects.toMatchObject({
      code: 'no_addon',
      message: expect.stringContaining("install the package's dependencies"),
    });
  });
});

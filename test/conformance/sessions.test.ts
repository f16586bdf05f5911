/**
 * What our recorder writes from real sessions, in process and by the command line: the reference accepts it, and both
 * reduce it alike.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asId, type CellId } from '../../runtime/base/ids.ts';
import { type CellRuntime, createRuntime, type Session } from '../../runtime/library.ts';
import { createToolset, type Toolset } from '../../runtime/tools/toolset.ts';
import { workspaceTools } from '../../runtime/tools/workspaceTools.ts';
import { bothReduceAlike } from './compare.ts';

let root: string;
let bundles: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sessions-'));
  bundles = join(root, 'bundles');
  await mkdir(join(root, 'work'));
  await writeFile(join(root, 'work', 'note.txt'), 'one\ntwo\n');
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a bundle of a session', () => {
  let runtime: CellRuntime;
  let toolset: Toolset;
  let session: Session;
  beforeEach(async () => {
    runtime = await createRuntime();
    toolset = createToolset(workspaceTools(join(root, 'work')));
    session = await runtime.openSession({
      tools: toolset.definitions,
      onToolCall: (call, signal, report) => toolset.handle(call, signal, report),
      record: { dir: bundles },
    });
  });
  afterEach(() => runtime.close());

  const reduced = async () => {
    await toolset.dispose();
    await session.close();
    return bothReduceAlike(session.bundle ?? 'no bundle');
  };
  const only = <T>(record: Record<string, T> | undefined): T[] => Object.values(record ?? {});

  test('in which cells call tools, one after the other and side by side', async () => {
    await session.exec({
      source: [
        'const file = await tools.read_file({ path: "note.txt" });',
        'const found = await Promise.allSettled([1, 2, 3].map(n => tools.read_file({ path: n + ".txt" })));',
        'text(file); text(found.map(each => each.status)); notify("read");',
      ].join('\n'),
    });
    const state = await reduced();
    expect(only(state.tool_calls)).toHaveLength(5);
    expect(only(state.code_cells)).toMatchObject([{ runtime_status: 'completed' }]);
  });

  test('in which a cell yields, is waited on by two, and is terminated', async () => {
    const { cellId } = await session.exec({
      source: 'for (;;) { text("tick"); await new Promise(r => setTimeout(r, 20)); }',
      yieldTimeMs: 50,
    });
    const both = await Promise.allSettled([session.wait({ cellId, yieldTimeMs: 100 }), session.wait({ cellId })]);
    expect(both.map(each => each.status)).toEqual(['fulfilled', 'rejected']);
    await session.wait({ cellId, terminate: true });
    expect((await session.wait({ cellId })).outcome).toBe('missing');
    const state = await reduced();
    expect(only(state.code_cells)).toMatchObject([
      { runtime_status: 'terminated', initial_response_status: 'yielded' },
    ]);
    expect(only(state.tool_calls).map(call => (call as { execution: { status: string } }).execution.status)).toEqual(
      expect.arrayContaining(['completed', 'failed']),
    );
  });

  test('in which a cell is terminated while its own exec call waits for it', async () => {
    const running = session.exec({ source: 'await new Promise(() => {})', yieldTimeMs: 60_000 });
    await expect.poll(() => session.liveCells().length).toBe(1);
    await session.wait({ cellId: asId<CellId>('1'), terminate: true });
    expect((await running).status).toBe('terminated');
    expect(only((await reduced()).code_cells)).toMatchObject([{ initial_response_status: 'terminated' }]);
  });

  test('in which everything is refused or fails', async () => {
    await expect(session.exec({ source: ' ' })).rejects.toThrow('exec expects raw JavaScript');
    await expect(session.exec({ source: '// @exec: {"speed": 1}\ntext(1)' })).rejects.toThrow('only supports');
    expect((await session.exec({ source: 'const;' })).status).toBe('failed');
    expect((await session.exec({ source: 'text("x"); throw new Error("late")' })).status).toBe('failed');
    expect((await session.exec({ source: 'await tools.unknown_tool()' })).status).toBe('failed');
    expect((await session.exec({ source: 'import "x"' })).status).toBe('failed');
    expect((await session.wait({ cellId: asId<CellId>('99') })).outcome).toBe('missing');
    expect(only((await reduced()).code_cells)).toHaveLength(4);
  });

  test('in which several cells live at once and one is left behind', async () => {
    const slow = (word: string, ms: number) =>
      `yield_control(); await new Promise(r => setTimeout(r, ${ms})); text("${word}");`;
    const cells = await Promise.all([
      session.exec({ source: slow('a', 200) }),
      session.exec({ source: slow('b', 50) }),
    ]);
    await Promise.all(cells.map(({ cellId }) => session.wait({ cellId })));
    await session.exec({ source: 'yield_control(); await new Promise(() => {})' });
    expect(only((await reduced()).code_cells)).toMatchObject([
      { runtime_status: 'completed' },
      { runtime_status: 'completed' },
      { runtime_status: 'terminated' },
    ]);
  });

  test('in which commands run, are written to and are killed', async () => {
    const node = (script: string) => JSON.stringify(`node -e "${script}"`);
    const open = [
      `text(await tools.exec_command({ cmd: ${node('process.exit(3)')} }));`,
      `const echo = await tools.exec_command({ cmd: ${node('process.stdin.pipe(process.stdout)')}, keep_stdin_open: true, yield_time_ms: 100 });`,
      'text(await tools.write_stdin({ session_id: echo.session_id, chars: "hello\\n", yield_time_ms: 200 }));',
      `await tools.exec_command({ cmd: ${node('setTimeout(() => {}, 60000)')}, yield_time_ms: 60000 });`,
    ].join('\n');
    const running = session.exec({ source: open, yieldTimeMs: 60_000 });
    const log = join(session.bundle ?? '', 'trace.jsonl');
    const started = async () => (await readFile(log, 'utf8')).split('"tool_call_runtime_started"').length - 1;
    await expect.poll(started).toBe(3);
    await session.wait({ cellId: asId<CellId>('1'), terminate: true });
    await running;
    const state = await reduced();
    expect(only(state.terminal_operations).map(operation => (operation as { kind: string }).kind)).toEqual([
      'exec_command',
      'exec_command',
      'write_stdin',
      'exec_command',
    ]);
  });

  test('whose process was killed under its cells', async () => {
    const running = session.exec({
      source: 'for (;;) await tools.read_file({ path: "note.txt" });',
      yieldTimeMs: 60_000,
    });
    await expect.poll(() => session.liveCells().length).toBe(1);
    for (const pid of runtime.pids()) process.kill(pid, 'SIGKILL');
    expect((await running).status).toBe('failed');
    expect((await session.exec({ source: 'text("again")' })).status).toBe('completed');
    expect(only((await reduced()).code_cells)).toMatchObject([
      { runtime_status: 'failed' },
      { runtime_status: 'completed' },
    ]);
  });
});

describe('a bundle of `cellscope exec --record`', () => {
  const main = fileURLToPath(new URL('../../runtime/cli/main.ts', import.meta.url));
  const folder = join('cli', 'bundles');
  const exec = (source: string) => {
    const args = [main, 'exec', '--record', join(root, folder), '--yield-time-ms', '100', '-'];
    const child = spawn(process.execPath, args, { cwd: join(root, 'work'), stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.end(source);
    const code = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    return { code, kill: () => child.kill('SIGKILL') };
  };
  const bundle = async () => {
    const names = await readdir(join(root, folder));
    expect(names).toHaveLength(1);
    return join(root, folder, names[0] ?? '');
  };
  beforeEach(() => rm(join(root, folder), { recursive: true, force: true }));

  test.each([
    [
      'that completed after a few waits',
      'for (let n = 0; n < 4; n++) { text(n); await new Promise(r => setTimeout(r, 60)); }',
      0,
    ],
    ['that failed', 'text(await tools.read_file({ path: "note.txt" })); null.x;', 1],
    ['that was refused', '  ', 2],
  ])('%s', async (_what, source, code) => {
    expect(await exec(source).code).toBe(code);
    expect((await bothReduceAlike(await bundle())).status).toBe('completed');
  });

  test('that was killed in the middle of it holds everything up to then', async () => {
    const running = exec('text("so far"); for (;;) await tools.read_file({ path: "note.txt" });');
    const calls = async () => {
      const log = await readFile(join(await bundle(), 'trace.jsonl'), 'utf8').catch(() => '');
      return log.split('"tool_call_ended"').length - 1;
    };
    await expect.poll(() => calls().catch(() => 0)).toBeGreaterThan(20);
    running.kill();
    await running.code;
    const state = await bothReduceAlike(await bundle());
    expect(state).toMatchObject({ status: 'running', recording_complete: false });
    expect(Object.keys(state.tool_calls ?? {}).length).toBeGreaterThan(20);
  });
});

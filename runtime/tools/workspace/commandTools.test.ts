import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TemporaryWorkspace, temporaryWorkspace } from './temporaryWorkspace.ts';

let workspace: TemporaryWorkspace;
beforeEach(() => {
  workspace = temporaryWorkspace({ 'a.txt': 'a' });
});
afterEach(() => workspace.remove());
const run = (cmd: string, more: Record<string, string | number | boolean> = {}) =>
  workspace.call('exec_command', { cmd, ...more });
const write = (input: Record<string, string | number>) => workspace.call('write_stdin', input);

describe('exec_command', () => {
  test('answers output and exit code in the words of the field', async () => {
    const answer = await run('echo out; echo err >&2; exit 3');
    expect(answer).toEqual({
      chunk_id: expect.stringMatching(/^[0-9a-f]{6}$/),
      wall_time_seconds: expect.any(Number),
      exit_code: 3,
      original_token_count: 2,
      output: expect.any(String),
    });
    expect(String(answer.output).split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });
  test('runs in the workspace folder, or in a folder inside it', async () => {
    mkdirSync(join(workspace.path, 'inner'));
    expect((await run('pwd -P')).output).toBe(`${realpathSync(workspace.path)}\n`);
    expect((await run('pwd -P', { workdir: 'inner' })).output).toBe(`${realpathSync(workspace.path)}/inner\n`);
    await expect(run('pwd', { workdir: '..' })).rejects.toThrow('The path ".." leads outside the workspace folder');
    await expect(run('pwd', { workdir: 'none' })).rejects.toThrow('"none" does not exist.');
    await expect(run('pwd', { workdir: 'a.txt' })).rejects.toThrow('"a.txt" is not a folder.');
  });
  test('reports the process: its start, and its end with everything it wrote', async () => {
    await run('printf abc');
    expect(workspace.reports).toEqual([
      {
        type: 'process_started',
        processId: '1',
        pid: expect.any(Number),
        command: [expect.any(String), '-c', 'printf abc'],
        cwd: realpathSync(workspace.path),
      },
      {
        type: 'process_ended',
        processId: '1',
        exitCode: 0,
        signal: null,
        output: 'abc',
        durationMs: expect.any(Number),
      },
    ]);
  });
  test('cuts output over max_output_tokens in the middle and says how much', async () => {
    const answer = await run('printf aaaabbbbccccdddd', { max_output_tokens: 2 });
    expect(answer).toMatchObject({ original_token_count: 4, output: 'aaaa…2 tokens truncated…dddd' });
  });
  test('has no standard input, so a command that reads it ends', async () => {
    expect(await run('cat')).toMatchObject({ exit_code: 0, output: '' });
  });
  test('a process ended by a signal has the exit code a shell gives it', async () => {
    expect(await run('kill -TERM $$')).toMatchObject({ exit_code: 143 });
  });
  test('a shell that does not exist is a sentence', async () => {
    await expect(run('true', { shell: '/no/such/shell' })).rejects.toThrow(
      /^The command could not be started with "\/no\/such\/shell": .*ENOENT/,
    );
  });
  test('something left in the background does not hold the answer up', async () => {
    expect(await run('sleep 60 & echo started')).toMatchObject({ exit_code: 0, output: 'started\n' });
  });
});

describe('write_stdin', () => {
  test('goes on with a command that outlived its call', async () => {
    const started = await run('read line; echo "got $line"', { keep_stdin_open: true, yield_time_ms: 50 });
    expect(started).toMatchObject({ session_id: 1, output: '' });
    expect(started).not.toHaveProperty('exit_code');
    const answer = await write({ session_id: 1, chars: 'hello\n', yield_time_ms: 10_000 });
    expect(answer).toMatchObject({ exit_code: 0, output: 'got hello\n' });
    expect(workspace.reports.map(report => report.type)).toEqual(['process_started', 'stdin_written', 'process_ended']);
  });
  test('answers only what is new', async () => {
    let { output } = await run('echo one; read line; echo two', { keep_stdin_open: true, yield_time_ms: 0 });
    while (output === '') ({ output } = await write({ session_id: 1, yield_time_ms: 50 }));
    expect(output).toBe('one\n');
    expect(await write({ session_id: 1, chars: '\n', yield_time_ms: 10_000 })).toMatchObject({ output: 'two\n' });
  });
  test('collects the end of a command that ended meanwhile, once', async () => {
    await run('sleep 0.1; echo done', { yield_time_ms: 0 });
    expect(await write({ session_id: 1, yield_time_ms: 10_000 })).toMatchObject({ exit_code: 0, output: 'done\n' });
    await expect(write({ session_id: 1 })).rejects.toThrow('There is no command with session_id 1');
  });
  test('Ctrl-D ends the input, Ctrl-C interrupts', async () => {
    await run('cat', { keep_stdin_open: true, yield_time_ms: 0 });
    expect(await write({ session_id: 1, chars: 'x\n\u0004', yield_time_ms: 10_000 })).toMatchObject({
      exit_code: 0,
      output: 'x\n',
    });
    await run('exec sleep 60', { yield_time_ms: 0 });
    expect(await write({ session_id: 2, chars: '\u0003', yield_time_ms: 10_000 })).toMatchObject({ exit_code: 130 });
  });
  test('writing to a command without input says how to start it', async () => {
    await run('sleep 60', { yield_time_ms: 0 });
    await expect(write({ session_id: 1, chars: 'x' })).rejects.toThrow(
      'Standard input of session 1 is closed; start the command with keep_stdin_open: true to write to it.',
    );
  });
});

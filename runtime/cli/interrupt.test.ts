import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli, startCli } from './runCli.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cellscope-interrupt-')));
afterAll(() => rmSync(folder, { recursive: true }));

async function fileText(name: string): Promise<string> {
  for (;;) {
    const path = join(folder, name);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text.endsWith('\n')) return text.trim();
    await pause(50);
  }
}

/** A zombie has ended. */
function lives(pid: string): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

/** As a terminal does it: every process of the foreground group gets the signal. */
function interrupt(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) throw new Error('the command line did not start');
  process.kill(-pid, signal);
}

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  test.each(['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const)(
    '(%s) terminates the cell, ends what its tools started and closes the bundle',
    async signal => {
      const source = `
        text("working");
        await tools.exec_command({ cmd: "echo $$ > ${signal}.pid; sleep 120; true", yield_time_ms: 100000 });
      `;
      const child = startCli(['exec', '--record', signal, '-'], { cwd: folder, input: source });
      const pid = await fileText(`${signal}.pid`);
      interrupt(child.pid, signal);
      const { exitCode, stdout, stderr } = await child;
      expect(stdout).toMatch(/^Script terminated\nWall time \d+\.\d seconds\nOutput:\nworking\n$/);
      expect(stderr).toMatch(/^Recorded in .+\n$/);
      expect(exitCode).toBe(1);
      expect(lives(pid)).toBe(false);
      const bundle = join(folder, signal, String(readdirSync(join(folder, signal))[0]));
      expect(await runCli(['reduce', '--strict', bundle])).toMatchObject({ exitCode: 0, stderr: '' });
      const state = JSON.parse(readFileSync(join(bundle, 'state.json'), 'utf8'));
      expect(state.recording_complete).toBe(true);
      expect(Object.values(state.code_cells)).toEqual([expect.objectContaining({ runtime_status: 'terminated' })]);
    },
  );
  test('ends a cell that never gives way', async () => {
    const source = 'await tools.write_file({ path: "busy.txt", content: "on\\n" }); for (;;);';
    const child = startCli(['exec', '-'], { cwd: folder, input: source });
    await fileText('busy.txt');
    interrupt(child.pid, 'SIGINT');
    const { exitCode, stdout } = await child;
    expect(stdout).toMatch(/^Script terminated\n/);
    expect(exitCode).toBe(1);
  });
  test('leaves a cell that only waits its last output', async () => {
    const source =
      'text("before"); await tools.write_file({ path: "idle.txt", content: "on\\n" }); await new Promise(() => {});';
    const child = startCli(['exec', '-'], { cwd: folder, input: source });
    await fileText('idle.txt');
    interrupt(child.pid, 'SIGINT');
    const { exitCode, stdout } = await child;
    expect(stdout).toMatch(/^Script terminated\nWall time \d+\.\d seconds\nOutput:\nbefore\n$/);
    expect(exitCode).toBe(1);
  });
  test.runIf(process.platform === 'linux')('says what survives', async () => {
    const cmd = "setsid sh -c 'echo $$ > escaped.pid; exec sleep 30' & wait";
    const source = `await tools.exec_command(${JSON.stringify({ cmd, yield_time_ms: 100_000 })})`;
    const child = startCli(['exec', '-'], { cwd: folder, input: source });
    const pid = await fileText('escaped.pid');
    interrupt(child.pid, 'SIGINT');
    const { exitCode, stderr } = await child;
    process.kill(Number(pid), 'SIGKILL');
    expect(stderr).toBe(`Warning: processes still live: ${pid}\n`);
    expect(exitCode).toBe(1);
  });
});

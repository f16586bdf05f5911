/** The process that holds the cells, should one ever get out of its isolate. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fstatSync, readFileSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCellRuntime } from '../../runtime/cells/cellRuntime.ts';
import { childCommand, defaultChildPath } from '../../runtime/cells/childCommand.ts';
import { defaultLimits } from '../../runtime/cells/limits.ts';
import type { CellRuntime } from '../../runtime/cells/session.ts';
import { shelfBytes } from '../../runtime/protocol/parcels.ts';
import { Shelf } from '../../runtime/protocol/shelf.ts';

const run = promisify(execFile);
let runtime: CellRuntime;
beforeAll(async () => {
  runtime = await createCellRuntime();
});
afterAll(() => runtime.close());

/** Runs code with exactly the flags the process is started with. */
async function underItsFlags(code: string): Promise<string> {
  const childPath = defaultChildPath();
  const { file, args, env } = childCommand({
    nodePath: process.execPath,
    childPath,
    limits: defaultLimits,
    warmIsolates: 1,
  });
  const upToScript = args.slice(0, args.indexOf(childPath));
  const { stdout } = await run(file, [...upToScript, '-p', code], { env: { ...env } });
  return stdout.trim();
}

describe('the process that holds cells has no powers', () => {
  test.each([
    ['read files', 'require("fs").readFileSync("/etc/passwd")'],
    ['write files', 'require("fs").writeFileSync("/tmp/x", "")'],
    ['list folders', 'require("fs").readdirSync("/")'],
    ['look whether a file is there', 'require("fs").statSync("/etc/passwd")'],
    ['look into other processes', 'require("fs").readFileSync("/proc/" + process.ppid + "/environ")'],
    ['make links', 'require("fs").symlinkSync("/etc/passwd", "/tmp/cellscope-link")'],
    ['start processes', 'require("child_process").execSync("id")'],
    ['start workers', 'new (require("worker_threads").Worker)("1", { eval: true })'],
    ['make a system interface for WebAssembly', 'new (require("wasi").WASI)({ version: "preview1" })'],
    ['take its permissions back', 'process.binding("fs")'],
    ['open an inspector', 'require("inspector").open()'],
  ])('it cannot %s', async (_what, code) => {
    const said = await underItsFlags(`try { ${code}; "done" } catch (e) { e.code }`);
    expect(said).toBe('ERR_ACCESS_DENIED');
  });

  test.runIf(process.platform === 'linux')('its environment is empty', () => {
    for (const pid of runtime.pids()) {
      const names = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
      // The shell that sets its limit adds its own.
      expect(
        names.map(entry => entry.split('=')[0]).filter(name => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name ?? '')),
      ).toEqual([]);
    }
  });

  test.runIf(process.platform === 'linux')('its memory is limited and it is the first to go', () => {
    for (const pid of runtime.pids()) {
      expect(readFileSync(`/proc/${pid}/limits`, 'utf8')).toMatch(/^Max data size\s+\d+/m);
      expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()).toBe('1000');
    }
  });

  test.runIf(process.platform === 'linux')('the file it shares for large payloads cannot grow', async () => {
    const shelf = Shelf.open();
    if (shelf === null) throw new Error('there is no memory for files');
    const childPath = defaultChildPath();
    const setup = { nodePath: process.execPath, childPath, limits: defaultLimits, warmIsolates: 1 };
    const { file, args, env } = childCommand(setup, true);
    const upToScript = args.slice(0, args.indexOf(childPath));
    const code = `require("fs").writeSync(4, Buffer.alloc(64), 0, 64, ${shelfBytes})`;
    const stdio = ['ignore', 'ignore', 'ignore', 'ignore', shelf.fd] as const;
    const child = spawn(file, [...upToScript, '-e', code], { env: { ...env }, stdio: [...stdio] });
    const [exitCode] = await once(child, 'exit');
    expect(exitCode).not.toBe(0);
    expect(fstatSync(shelf.fd).size).toBeLessThanOrEqual(shelfBytes);
    shelf.close();
  });

  test.runIf(process.platform === 'linux')('it holds no file of ours open', () => {
    for (const pid of runtime.pids()) {
      const open: string[] = [];
      for (let fd = 0; fd < 64; fd++) {
        try {
          open.push(readlinkSync(`/proc/${pid}/fd/${fd}`));
        } catch {}
      }
      expect(open.filter(path => path.startsWith('/') && !/^\/(dev|proc)\//.test(path))).toEqual([]);
    }
  });
});

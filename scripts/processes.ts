/**
 * Runs programs in process groups of their own and leaves nothing of them behind.
 *
 * Invariant: when a program started here has ended, or this process ends, no process of the program's group is alive.
 * Programs may lead groups of further programs (a suite starts an editor), so they are asked to end before they are
 * made to. On POSIX a group is a process group; on Windows `taskkill` ends the process tree.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: 'pipe' | 'inherit';
}

export interface Ended {
  /** Exit code; 124 for the time limit, as shells have it. */
  readonly code: number;
  /** Both streams, in the order they came. */
  readonly output: string;
  readonly timedOut: boolean;
}

/** Milliseconds between asking a group to end and ending it. */
const grace = 3_000;
const alive = new Set<ChildProcess>();

/** Starts a program that ends with this process at the latest. */
export function startInGroup({ command, args, folder, env, stdio = 'pipe' }: Program): ChildProcess {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    detached: process.platform !== 'win32',
    stdio: ['ignore', stdio, stdio],
  });
  alive.add(child);
  child.once('exit', () => {
    alive.delete(child);
    signalGroup(child, 'SIGKILL');
  });
  return child;
}

/** Asks the program and whatever it started to end, and ends what is left after a moment. */
export function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  setTimeout(signalGroup, grace, child, 'SIGKILL').unref();
}

/**
 * Runs a program to its end and collects what it prints. Rejects only when it cannot be started.
 *
 * @param limit milliseconds after which the whole group is ended
 */
export function runProgram(program: Program, limit: number): Promise<Ended> {
  const child = startInGroup(program);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    endGroup(child);
  }, limit);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => {
      clearTimeout(timer);
      resolve({ code: timedOut ? 124 : (code ?? 1), output, timedOut });
    });
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

let leaving = false;

/** Ends every group and then this process; asked a second time, does not wait for them. */
function leave(code: number): void {
  const end = () => process.exit(process.exitCode ?? code);
  const left = [...alive];
  if (leaving || left.length === 0) end();
  leaving = true;
  for (const child of left) endGroup(child);
  Promise.all(left.map(child => new Promise(resolve => child.once('exit', resolve)))).then(end);
  setTimeout(end, grace + 500);
}

process.on('exit', () => {
  for (const child of alive) signalGroup(child, 'SIGKILL');
});
process.on('SIGINT', () => leave(130));
process.on('SIGTERM', () => leave(143));

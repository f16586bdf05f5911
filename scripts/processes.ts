/**
 * Runs a program to its end, with a time limit, and leaves nothing of it behind.
 *
 * Invariant: when `runProgram` resolves, or this process ends, no process of the program's group is alive. On POSIX
 * each program leads its own process group; on Windows the process tree is ended by `taskkill`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the whole group is ended. */
  readonly limit: number;
}

export interface Ended {
  /** Exit code; 128 and more for a signal, 124 for the time limit, as shells have it. */
  readonly code: number;
  /** Both streams, in the order they came. */
  readonly output: string;
  readonly timedOut: boolean;
}

const alive = new Set<ChildProcess>();

/** Ends the program and whatever it started. */
export function endGroup(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
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

/** Starts a program in a group of its own that ends with this process at the latest. */
export function startInGroup(program: Omit<Program, 'limit'>): ChildProcess {
  const child = spawn(program.command, program.args, {
    cwd: program.folder,
    env: { ...process.env, ...program.env },
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  alive.add(child);
  return child;
}

/** Rejects only when the program cannot be started. */
export function runProgram(program: Program): Promise<Ended> {
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
  }, program.limit);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    // A grandchild may hold our pipes open after the program's own end, so its group ends first.
    child.on('exit', () => setTimeout(endGroup, 200, child));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      alive.delete(child);
      resolve({ code: timedOut ? 124 : (code ?? (signal ? 137 : 1)), output, timedOut });
    });
  });
}

function endAll(): void {
  for (const child of alive) endGroup(child);
}

process.on('exit', endAll);
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.on(signal, () => process.exit(code));
}

/**
 * One command as a process group of its own: started, and ended as a whole.
 *
 * Invariant: `end` resolves only when nothing of the group lives, or with what could not be ended or had left the group.
 * POSIX: the shell leads a new group; the group gets SIGTERM, then SIGKILL. Windows: `taskkill /T /F` ends the tree.
 * Every process carries a mark in its environment, by which Linux finds those that left the group by a session of
 * their own; they are named, not killed: whoever wrote `setsid` meant it. Elsewhere only the group is seen.
 */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

const politeMs = 1_500;
const killedMs = 1_000;
const lookMs = 20;
const markName = 'CELLSCOPE_COMMAND';

export interface ProcessGroup {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Sends one signal to every member; no error when there is none. */
  signal(name: NodeJS.Signals): void;
  /** True while a member lives. */
  lives(): Promise<boolean>;
  /** Ends every member. Resolves to the processes that live on, empty when none does. */
  end(): Promise<readonly number[]>;
}

export interface Command {
  /** Program and arguments. */
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly keepStdinOpen: boolean;
}

/** Rejects when the program cannot be started. */
export async function startGroup(command: Command): Promise<ProcessGroup> {
  const mark = randomUUID();
  const [program, ...args] = command.argv;
  const child = spawn(program, args, {
    cwd: command.cwd,
    env: environment(mark),
    detached: platform() !== 'win32',
    windowsHide: true,
    stdio: [command.keepStdinOpen ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve).once('error', reject);
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`"${program}" has no process id.`);
  return platform() === 'win32' ? windowsTree(child, pid) : posixGroup(child, pid, mark);
}

/** Commands get the host's environment, without what would make them page, colour or take Electron for Node. */
function environment(mark: string): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env;
  return { ...inherited, [markName]: mark, NO_COLOR: '1', TERM: 'dumb', PAGER: 'cat', GIT_PAGER: 'cat' };
}

function posixGroup(child: ChildProcess, pid: number, mark: string): ProcessGroup {
  const members = async () => {
    if (platform() !== 'linux') return send(pid, 0) ? [pid] : [];
    // Once our leader is reaped its number may be given away, and with it the group's name. Asked before looking: the
    // leader may end meanwhile.
    const reaped = child.exitCode !== null || child.signalCode !== null;
    const group = (await livingProcesses()).filter(each => each.group === pid);
    return reaped && group.some(each => each.pid === pid) ? [] : group.map(each => each.pid);
  };
  const gone = async (withinMs: number) => {
    const deadline = performance.now() + withinMs;
    while ((await members()).length > 0) {
      if (performance.now() > deadline) return false;
      await pause(lookMs);
    }
    return true;
  };
  return {
    child,
    pid,
    signal: name => void send(pid, name),
    lives: async () => (await members()).length > 0,
    async end() {
      // Looking first keeps a signal from a group that is gone and whose number was given to somebody else.
      for (const [name, withinMs] of [
        ['SIGTERM', politeMs],
        ['SIGKILL', killedMs],
      ] as const) {
        if ((await members()).length === 0) break;
        send(pid, name);
        if (await gone(withinMs)) break;
      }
      return platform() === 'linux' ? [...new Set([...(await members()), ...(await marked(mark))])] : members();
    },
  };
}

/** Signals the group led by `pid`; false when it has no member. */
function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Linux: every process but the zombies, with its group. */
async function livingProcesses(): Promise<{ pid: number; group: number }[]> {
  const names = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const all = await Promise.all(
    names.map(async name => {
      const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
      // `pid (name) state parent group …`: the name may hold blanks and brackets.
      const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { pid: Number(name), group: Number(group), living: stat !== '' && state !== 'Z' && state !== 'X' };
    }),
  );
  return all.filter(each => each.living);
}

/** Linux: the living processes that carry the mark, wherever they have gone. Those of other users cannot be seen. */
async function marked(mark: string): Promise<number[]> {
  const found = await Promise.all(
    (await livingProcesses()).map(async ({ pid }) => {
      const text = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return text.split('\0').includes(`${markName}=${mark}`) ? pid : undefined;
    }),
  );
  return found.filter(pid => pid !== undefined);
}

function windowsTree(child: ChildProcess, pid: number): ProcessGroup {
  const running = () => child.exitCode === null && child.signalCode === null;
  return {
    child,
    pid,
    signal: name => void child.kill(name),
    lives: async () => running(),
    async end() {
      if (!running()) return [];
      await new Promise<void>(resolve => {
        execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve());
      });
      const deadline = performance.now() + killedMs;
      while (running() && performance.now() < deadline) await pause(lookMs);
      return running() ? [pid] : [];
    },
  };
}

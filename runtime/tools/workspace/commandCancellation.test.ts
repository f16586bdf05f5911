import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cellId, sessionId, type TemporaryWorkspace, temporaryWorkspace } from './temporaryWorkspace.ts';

let workspace: TemporaryWorkspace;
beforeEach(() => {
  workspace = temporaryWorkspace();
});
afterEach(() => workspace.remove());

/** Runs a command that prints the ids of its processes, waits for `count` of them, cancels, and waits for the handler. */
async function cancelled(cmd: string, count: number): Promise<number[]> {
  const cancel = new AbortController();
  const call = workspace.call('exec_command', { cmd: `(${cmd}) > pids.txt` }, cancel.signal);
  const pids = await printed(count);
  cancel.abort(new Error('the cell was terminated'));
  await expect(call).rejects.toThrow('the cell was terminated');
  return pids;
}

async function printed(count: number): Promise<number[]> {
  for (;;) {
    const { text } = await workspace.call('read_file', { path: 'pids.txt' }).catch(() => ({ text: '' }));
    const pids = String(text).split('\n').filter(Boolean).map(Number);
    if (pids.length >= count) return pids;
    await pause(20);
  }
}

/** A zombie has ended: where nobody reaps orphans it only keeps its number. */
function lives(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}

describe.skipIf(process.platform === 'win32')('cancelling a call ends the whole process group', () => {
  test('grandchildren end too', async () => {
    const pids = await cancelled(
      "sh -c 'echo $$; sleep 60' & sh -c 'echo $$; sh -c \"echo \\$\\$; sleep 60\"; true'",
      3,
    );
    expect(pids.filter(lives)).toEqual([]);
    expect(workspace.reports.map(report => report.type)).toEqual(['process_started', 'process_ended']);
  });
  test('a process that ignores SIGTERM is killed', async () => {
    const pids = await cancelled("trap '' TERM; sh -c 'echo $$; while :; do sleep 1; done'", 1);
    expect(pids.filter(lives)).toEqual([]);
    expect(workspace.reports.map(report => report.type)).toEqual(['process_started', 'process_ended']);
  });
  test.runIf(process.platform === 'linux')('a process that left the group is named', async () => {
    const pids = await cancelled("setsid sh -c 'echo $$; exec sleep 30' & wait", 1);
    try {
      expect(workspace.reports).toContainEqual({ type: 'process_survived', processId: '1', pids });
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGKILL');
    }
  });
  test('cancelling before the start starts nothing', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(workspace.call('exec_command', { cmd: 'true' }, signal)).rejects.toThrow('too late');
    expect(workspace.reports).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('what outlived its call', () => {
  test('ends with its cell', async () => {
    await workspace.call('exec_command', { cmd: 'echo $$ > pids.txt; sleep 60', yield_time_ms: 0 });
    const pids = await printed(1);
    await workspace.toolset.endCell(sessionId, '2' as typeof cellId);
    expect(pids.every(lives)).toBe(true);
    await workspace.toolset.endCell(sessionId, cellId);
    expect(pids.filter(lives)).toEqual([]);
    expect(workspace.reports.at(-1)).toMatchObject({ type: 'process_ended', signal: 'SIGTERM' });
  });
  test('ends with the toolset, also when its shell has gone', async () => {
    const { exit_code } = await workspace.call('exec_command', { cmd: 'sleep 60 & echo $! > pids.txt' });
    expect(exit_code).toBe(0);
    const pids = await printed(1);
    expect(pids.every(lives)).toBe(true);
    await workspace.toolset.dispose();
    expect(pids.filter(lives)).toEqual([]);
  });
});

/**
 * One prompt to the reference, without a conversation around it: `codex exec`.
 */
import { spawn } from 'node:child_process';
import { oraclePath } from '../oracle/provide.ts';
import type { Workshop } from './workshop.ts';

export interface ExecRun {
  /** Its own process; a test may send it a signal. */
  readonly pid: number;
  /** Resolves when the process is gone, whatever its exit code. */
  readonly done: Promise<{ code: number | null; output: string }>;
  kill(signal: NodeJS.Signals): void;
}

export function startExec(workshop: Workshop, args: readonly string[]): ExecRun {
  const all = ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', ...workshop.switches];
  const child = spawn(oraclePath(), [...all, ...args], {
    cwd: workshop.folder,
    env: workshop.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text;
    });
  }
  const done = new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ code, output }));
  });
  return { pid: child.pid ?? -1, done, kill: signal => void child.kill(signal) };
}

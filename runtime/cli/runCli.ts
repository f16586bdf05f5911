/**
 * For tests: the command line as a process of its own.
 */

import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

export interface CliOptions {
  readonly cwd?: string;
  readonly input?: string;
  /** Added to ours. */
  readonly env?: Readonly<Record<string, string>>;
}

const options = { reject: false, stripFinalNewline: false, timeout: 60_000, detached: true } as const;

/** Never rejects; ended by force after a minute. A group of its own, so that a signal to it is like one from a terminal. */
export function startCli(args: readonly string[], { cwd = process.cwd(), input = '', env = {} }: CliOptions = {}) {
  return execa(process.execPath, [main, ...args], { ...options, cwd, input, env });
}

/** As `startCli`, with its standard input left to the caller. */
export function openCli(args: readonly string[], cwd: string) {
  return execa(process.execPath, [main, ...args], { ...options, cwd, stdin: 'pipe' });
}

export async function runCli(args: readonly string[], cliOptions?: CliOptions) {
  const { exitCode, stdout, stderr } = await startCli(args, cliOptions);
  return { exitCode, stdout, stderr };
}

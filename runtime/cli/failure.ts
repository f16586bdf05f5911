/**
 * A failure of a command: what to print as its one line, and the exit code.
 *
 * Invariant: whoever uses the command line never sees a stack trace; what was not foreseen becomes one line as well.
 */

export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/** How a process is told to stop: by a person (Ctrl-C, Ctrl-\), by another process, by a terminal that closes. */
export const stopSignals = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const;

export class Failure extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

export function usageFailure(message: string): Failure {
  return new Failure(message, exitCodes.usage);
}

/** The first line of whatever was thrown. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split('\n', 1)[0] ?? '';
}

export function fileFailure(what: string, path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return `${what} "${path}" does not exist`;
  if (code === 'EISDIR') return `${what} "${path}" is a folder`;
  if (code === 'EACCES') return `${what} "${path}" may not be read (permission denied)`;
  return `${what} "${path}": ${oneLine(error)}`;
}

/** Something is amiss and the command goes on. */
export function warn(text: string): void {
  process.stderr.write(`Warning: ${text}\n`);
}

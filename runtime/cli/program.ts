/**
 * All commands by way of commander: their options, their help, and what is said of mistakes (programs, Command line).
 */

import { Command, CommanderError } from 'commander';
import { exitCodes, Failure, oneLine } from './failure.ts';
import { version } from './version.ts';

const program = new Command('cellscope')
  .description('Run code-mode cells, and read what was recorded of them.')
  .version(version)
  .exitOverride()
  .configureOutput({
    outputError: (text, write) =>
      write(
        `${text
          .replace(/^error: /, 'Error: ')
          .trim()
          .replaceAll('\n', ' ')}\n`,
      ),
  });

/** In the order in which the help names them. */
const commands = {
  exec: async () => (await import('./exec.ts')).registerExec,
  serve: async () => (await import('./serve.ts')).registerServe,
  reduce: async () => (await import('./reduce.ts')).registerReduce,
  check: async () => (await import('./check.ts')).registerCheck,
  view: async () => (await import('./view.ts')).registerView,
  export: async () => (await import('./export.ts')).registerExport,
};

/** Does what the arguments of the process ask for, and ends the process. */
export async function runProgram(): Promise<void> {
  // A command that is named brings its own code only, so that a short job is not longer than its start.
  const asked = Object.entries(commands).filter(([name]) => name === process.argv[2]);
  for (const [, load] of asked.length > 0 ? asked : Object.entries(commands)) (await load())(program);

  // A reader that has gone, such as `head`, is no failure; a full disk is. A command that listens too has something to
  // put away first.
  let unwritten = false;
  process.stdout.on('error', error => {
    const gone = 'code' in error && error.code === 'EPIPE';
    if (!gone && !unwritten) report(new Failure(`could not write to standard output: ${oneLine(error)}`));
    unwritten ||= !gone;
    if (process.stdout.listenerCount('error') === 1) {
      process.exit(unwritten ? exitCodes.failed : (process.exitCode ?? exitCodes.done));
    }
  });
  process.on('uncaughtException', error => {
    if (process.listenerCount('uncaughtException') > 1) return;
    process.exitCode = report(error);
    leave();
  });

  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
  if (unwritten) process.exitCode = exitCodes.failed;
  leave();
}

/** Prints what has to be said of it and answers the exit code. */
function report(error: unknown): number {
  // Help and version end by exception too; commander has printed what there was to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  process.stderr.write(`Error: ${oneLine(error)}\n`);
  return error instanceof Failure ? error.exitCode : exitCodes.failed;
}

/** Goes once everything is written, whatever timers or handles somebody's tools have left behind. */
function leave(): void {
  // What could not be written is told only after the callbacks of later writes.
  process.stdout.write('', () => process.stderr.write('', () => setImmediate(() => process.exit())));
}

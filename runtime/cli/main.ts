/**
 * `cellscope`, the command line: a table of contents. Each command has its file (programs, Command line).
 */

import { Command, CommanderError } from 'commander';
import { registerCheck } from './check.ts';
import { registerExec } from './exec.ts';
import { registerExport } from './export.ts';
import { exitCodes, Failure, oneLine } from './failure.ts';
import { registerReduce } from './reduce.ts';
import { registerServe } from './serve.ts';
import { version } from './version.ts';
import { registerView } from './view.ts';

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

registerExec(program);
registerServe(program);
registerReduce(program);
registerCheck(program);
registerView(program);
registerExport(program);

// A reader that has gone, such as `head`, is no failure.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.done);
});
process.on('uncaughtException', error => {
  process.exitCode = report(error);
  leave();
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
leave();

/** Prints what has to be said of it and answers the exit code. */
function report(error: unknown): number {
  // Help and version end by exception too; commander has printed what there was to say.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  process.stderr.write(`Error: ${oneLine(error)}\n`);
  return error instanceof Failure ? error.exitCode : exitCodes.failed;
}

/** Goes once everything is written, whatever timers or handles somebody's tools have left behind. */
function leave(): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit()));
}

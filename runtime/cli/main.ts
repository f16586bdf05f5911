/**
 * `cellscope`, the command line: a table of contents. Each command has its file (programs, Command line).
 */

import { Command, CommanderError } from 'commander';
import { registerCheck } from './check.ts';
import { registerExec } from './exec.ts';
import { exitCodes, Failure, oneLine } from './failure.ts';
import { registerReduce } from './reduce.ts';
import { registerServe } from './serve.ts';
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

registerExec(program);
registerServe(program);
registerReduce(program);
registerCheck(program);

// A reader that has gone, such as `head`, is no failure.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.done);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Help and version end by exception too; commander has printed what there was to say.
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else {
    process.stderr.write(`Error: ${oneLine(error)}\n`);
    process.exitCode = error instanceof Failure ? error.exitCode : exitCodes.failed;
  }
}

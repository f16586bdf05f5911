/**
 * `cellscope reduce` among the commands (programs, Command line).
 */

import type { Command } from 'commander';
import { runReduce } from './reduceRollout.ts';

interface ReduceOptions {
  readonly output?: string;
  readonly strict?: boolean;
}

export function registerReduce(program: Command): void {
  program
    .command('reduce')
    .description('Write the reduced state of a recorded bundle and print its path.')
    .argument('<bundle>', 'folder of the bundle, or its trace.jsonl')
    .option('-o, --output <file>', 'where to write (default: state.json in the bundle)')
    .option('--strict', 'refuse what the reference refuses, instead of reading what can be read')
    .action((bundle: string, { output, strict }: ReduceOptions) => {
      process.exitCode = runReduce({ bundle, output, strict: strict ?? false });
    });
}

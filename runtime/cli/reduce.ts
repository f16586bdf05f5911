/**
 * `cellscope reduce`: a bundle to its reduced state, as the reference's reducer writes it (programs, Command line).
 *
 * Invariant: on a refusal nothing is written, and a state that was there stays as it was.
 */

import { join } from 'node:path';
import type { Command } from 'commander';
import { type ReducedBundle, reduceBundle } from '../trace/reduceBundle.ts';
import { TraceRefusal } from '../trace/reducer/traceRefusal.ts';
import { writeState } from '../trace/writeState.ts';
import { bundleFolder } from './bundlePath.ts';
import { Failure, oneLine } from './failure.ts';
import { findingText } from './findingText.ts';

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
      const folder = bundleFolder(bundle);
      const { graph, findings } = reduceOrFail(folder, strict ?? false);
      const file = output ?? join(folder, 'state.json');
      try {
        writeState(graph, file);
      } catch (error) {
        throw new Failure(`could not write "${file}": ${oneLine(error)}`);
      }
      for (const finding of findings) process.stderr.write(`${findingText(finding)}\n`);
      process.stdout.write(`${file}\n`);
    });
}

/** Throws a Failure that says in one line why the bundle was refused. */
export function reduceOrFail(folder: string, strict: boolean): ReducedBundle {
  try {
    return reduceBundle(folder, { strict });
  } catch (error) {
    if (error instanceof TraceRefusal) throw new Failure([error.message, ...error.causes].join(': '));
    throw error;
  }
}

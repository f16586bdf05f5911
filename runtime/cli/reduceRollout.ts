/**
 * What `cellscope reduce` does: a bundle to its reduced state, as the reference's reducer writes it.
 *
 * Invariant: on a refusal nothing is written, and a state that was there stays as it was.
 */

import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { type ReducedBundle, reduceBundle } from '../trace/reduceBundle.ts';
import { TraceRefusal } from '../trace/reducer/traceRefusal.ts';
import { writeState } from '../trace/writeState.ts';
import { bundleFolder } from './bundlePath.ts';
import { exitCodes, Failure, oneLine } from './failure.ts';
import { findingText } from './findingText.ts';
import { refuseOwnFile } from './ownFiles.ts';
import { progressOf } from './progress.ts';

export interface ReduceRequest {
  /** The folder, or the log in it. */
  readonly bundle: string;
  /** Default `state.json` in the bundle. */
  readonly output: string | undefined;
  readonly strict: boolean;
}

/** Reduces, prints what there is to say, and answers the exit code. */
export function runReduce(request: ReduceRequest): number {
  try {
    const { file, findings } = reduceToFile(request);
    if (findings.length > 0) say(2, findings.map(finding => `${findingText(finding)}\n`).join(''));
    say(1, `${file}\n`);
    return exitCodes.done;
  } catch (error) {
    say(2, `Error: ${oneLine(error)}\n`);
    return error instanceof Failure ? error.exitCode : exitCodes.failed;
  }
}

function reduceToFile({ bundle, output, strict }: ReduceRequest): { file: string } & Pick<ReducedBundle, 'findings'> {
  const folder = bundleFolder(bundle);
  if (output !== undefined) refuseOwnFile(folder, output);
  const { graph, findings } = reduceOrFail(folder, strict);
  const file = output ?? join(folder, 'state.json');
  try {
    writeState(graph, file);
  } catch (error) {
    throw new Failure(`could not write "${file}": ${oneLine(error)}`);
  }
  return { file, findings };
}

/** Throws a Failure that says in one line why the bundle was refused. */
export function reduceOrFail(folder: string, strict: boolean): ReducedBundle {
  const progress = progressOf('Reading events');
  try {
    return reduceBundle(folder, { strict, onProgress: progress.at });
  } catch (error) {
    if (error instanceof TraceRefusal) throw new Failure([error.message, ...error.causes].join(': '));
    throw error;
  } finally {
    progress.end();
  }
}

/**
 * Prints without the streams of the process: setting them up takes longer than reducing a short rollout. All is written
 * when it returns, so that the process may end.
 */
function say(stream: 1 | 2, text: string): void {
  for (let rest = Buffer.from(text); rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(stream, rest));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // A reader that has gone is no failure; one that is slow is waited for.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

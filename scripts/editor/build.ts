/** Builds what ships; esbuild's own words become the error. */
import { join } from 'node:path';
import { root } from '../bootstrap.mjs';
import { runProgram } from '../processes.ts';

export async function build(...flags: readonly string[]): Promise<void> {
  const program = { command: process.execPath, args: [join(root, 'esbuild.mjs'), ...flags], folder: root };
  const { code, output } = await runProgram(program, 120_000);
  if (code !== 0) throw new Error(`The build failed:\n${output.trim()}`);
}

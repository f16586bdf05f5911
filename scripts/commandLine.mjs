/**
 * How the command line is built: `cli.js`, and beside it the scripts it runs (`runtime/cli/keptScript.ts`), so that
 * `reduce` does not even read what the other commands need. Used by the build, by the bench and by tests.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fullHistory } from '../test/bench/trace/generate.ts';

const root = join(import.meta.dirname, '..');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'es2024',
  external: ['isolated-vm'],
  logLevel: 'warning',
};

/** @returns {import('esbuild').BuildOptions[]} */
export function commandLineBuilds(/** @type {string} */ folder) {
  return [
    {
      ...shared,
      entryPoints: { cli: 'runtime/cli/builtMain.ts' },
      outdir: folder,
      // Nobody reads these files, but Node does, each time.
      minify: true,
      format: 'esm',
      banner: { js: '#!/usr/bin/env node' },
    },
    {
      ...shared,
      entryPoints: { 'cli-reduce': 'runtime/cli/reduceRollout.ts', 'cli-program': 'runtime/cli/program.ts' },
      outdir: folder,
      minify: true,
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      define: { 'import.meta.dirname': '__dirname' },
      // Shared code that finds no URL asks for `__dirname`.
      logOverride: { 'empty-import-meta': 'silent' },
    },
  ];
}

/** Runs what starts most often, so that its code is kept from the beginning. */
export async function keepCode(/** @type {string} */ folder) {
  const out = await mkdtemp(join(tmpdir(), 'cellscope-build-'));
  try {
    const turns = join(out, 'turns');
    // Long enough for what runs often to be seen to: V8 keeps with the code which functions it should compile at once.
    fullHistory(turns, 16);
    const run = (/** @type {string[]} */ ...args) =>
      promisify(execFile)(process.execPath, [join(folder, 'cli.js'), ...args]);
    await run('reduce', turns, '-o', join(out, 'state.json'));
    await run('--help');
  } finally {
    await rm(out, { recursive: true });
  }
}

/**
 * What a short rollout costs is what a process costs to start: ours, the command line's, the reference's, and that of a
 * Node that does nothing, which is the least that anything in Node can cost.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { best, type Cost, measure, median } from './measure.ts';

const rounds = 30;

interface Places {
  readonly folder: string;
  readonly bundle: string;
  /** The program that only reduces. */
  readonly ours: string;
  readonly reference: string | undefined;
}

export function startUp({ folder, bundle, ours, reference }: Places): void {
  const out = join(folder, 'start-up.json');
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const runs: [name: string, command: string, args: string[]][] = [
    ['node -e 0', process.execPath, ['-e', '0']],
    ['ours', process.execPath, [ours, bundle, out]],
    ['cellscope', process.execPath, [commandLine(folder), 'reduce', '--strict', bundle, '-o', out]],
  ];
  if (reference !== undefined) runs.push(['reference', reference, ['debug', 'trace-reduce', bundle, '-o', out]]);
  const costs = runs.map((): Cost[] => []);
  const env = { ...process.env, CODEX_HOME: home };
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, command, args]] of runs.entries()) costs[index]?.push(measure(command, args, env));
  }
  console.log(`\nhistory-10, ${rounds} rounds in turn, milliseconds: CPU best and median, wall best and median`);
  for (const [index, [name]] of runs.entries()) {
    const [least, middle] = [best(costs[index] ?? []), median(costs[index] ?? [])];
    const cells = [least.cpuSeconds, middle.cpuSeconds, least.wallSeconds, middle.wallSeconds];
    console.log(name.padEnd(12) + cells.map(value => (value * 1000).toFixed(0).padStart(8)).join(''));
  }
}

/** As `esbuild.mjs` builds it. */
function commandLine(folder: string): string {
  const root = join(import.meta.dirname, '../../..');
  buildSync({
    absWorkingDir: root,
    entryPoints: { cli: 'runtime/cli/main.ts' },
    outdir: join(folder, 'cli'),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'es2024',
    outExtension: { '.js': '.mjs' },
    external: ['isolated-vm'],
    banner: { js: "import { createRequire as __cr } from 'node:module';const require = __cr(import.meta.url);" },
    logLevel: 'warning',
  });
  return join(folder, 'cli', 'cli.mjs');
}

/**
 * What a short rollout costs is what a process costs to start: ours, the command line's, the reference's, those of a Node
 * that does nothing, and of one that does everything but reduce, which are the least that anything in Node can cost.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { commandLineBuilds, keepCode } from '../../../scripts/commandLine.mjs';
import { best, type Cost, measure, median } from './measure.ts';

const rounds = 30;

interface Places {
  readonly folder: string;
  readonly bundle: string;
  /** The program that only reduces. */
  readonly ours: string;
  /** The program that does all but reduce (`bareOnce.ts`). */
  readonly bare: string;
  readonly reference: string | undefined;
}

export async function startUp({ folder, bundle, ours, bare, reference }: Places): Promise<void> {
  const out = join(folder, 'start-up.json');
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const empty = join(folder, 'empty.cjs');
  writeFileSync(empty, '');
  const built = join(folder, 'cli');
  const shipped = await commandLine(built);
  const runs: [name: string, command: string, args: string[]][] = [
    ['node -e 0', process.execPath, ['-e', '0']],
    ['empty script', process.execPath, [empty]],
    ['ours', process.execPath, [ours, bundle, out]],
    ['cellscope', process.execPath, [shipped, 'reduce', '--strict', bundle, '-o', out]],
    ['all but that', process.execPath, [bare, join(built, 'cli-reduce.cjs'), bundle, out]],
  ];
  if (reference !== undefined) runs.push(['reference', reference, ['debug', 'trace-reduce', bundle, '-o', out]]);
  const costs = runs.map((): Cost[] => []);
  const env = { ...process.env, CODEX_HOME: home };
  for (let round = 0; round < rounds; round++) {
    for (const [index, [, command, args]] of runs.entries()) costs[index]?.push(measure(command, args, env));
  }
  console.log(
    `\nhistory-10, ${rounds} rounds in turn, milliseconds: CPU best and median, wall best and median, wall to the reference's`,
  );
  const reduced = reference === undefined ? undefined : costs.at(-1);
  for (const [index, [name]] of runs.entries()) {
    const [least, middle] = [best(costs[index] ?? []), median(costs[index] ?? [])];
    const cells = [least.cpuSeconds, middle.cpuSeconds, least.wallSeconds, middle.wallSeconds];
    const theirs = reduced && median(reduced).wallSeconds;
    const times = theirs === undefined ? '' : `${(middle.wallSeconds / theirs).toFixed(2)} x`.padStart(10);
    console.log(name.padEnd(14) + cells.map(value => (value * 1000).toFixed(0).padStart(8)).join('') + times);
  }
}

/** As it ships, with the code that the build keeps. */
async function commandLine(built: string): Promise<string> {
  for (const options of commandLineBuilds(built)) buildSync(options);
  writeFileSync(join(built, 'package.json'), '{ "type": "module" }');
  await keepCode(built);
  return join(built, 'cli.js');
}

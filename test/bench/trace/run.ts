/**
 * How fast bundles are reduced, side by side with the reference and with bare parsing. See the README beside.
 */

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSync } from 'esbuild';
import { flat, fullHistory } from './generate.ts';
import { best, type Cost, measure } from './measure.ts';
import { startUp } from './startUp.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean' }, reference: { type: 'string' }, only: { type: 'string' } },
});
const reference = values.reference ?? process.env.CELLSCOPE_REFERENCE;
const folder = join(tmpdir(), `cellscope-bench-${process.pid}`);

interface Case {
  readonly name: string;
  readonly rounds: number;
  readonly large: boolean;
  /** The reference takes minutes beyond these. */
  readonly referenceToo: boolean;
  generate(to: string): void;
}

const cases: readonly Case[] = [
  { name: 'history-10', rounds: 9, large: false, referenceToo: true, generate: to => fullHistory(to, 10) },
  { name: 'history-100', rounds: 5, large: false, referenceToo: true, generate: to => fullHistory(to, 100) },
  { name: 'history-400', rounds: 3, large: true, referenceToo: true, generate: to => fullHistory(to, 400) },
  { name: 'flat-10k', rounds: 5, large: false, referenceToo: true, generate: to => flat(to, 10_000) },
  { name: 'flat-100k', rounds: 3, large: true, referenceToo: true, generate: to => flat(to, 100_000) },
  { name: 'flat-1m', rounds: 1, large: true, referenceToo: false, generate: to => flat(to, 1_000_000) },
];

function build(name: string): string {
  const outfile = join(folder, `${name}.mjs`);
  const entryPoints = [join(import.meta.dirname, `${name}.ts`)];
  buildSync({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
  return outfile;
}

const column = (text: string) => text.padStart(12);
const seconds = (cost: Cost | undefined) =>
  column(cost ? `${cost.cpuSeconds.toFixed(2)} ${cost.wallSeconds.toFixed(2)}` : '-');
const megabytes = (cost: Cost | undefined) => column(cost ? cost.peakMegabytes.toFixed(0) : '-');
const ratio = (a: number, b: number | undefined) => column(b === undefined ? '-' : (a / b).toFixed(3));

function run(one: Case, ours: string, bare: string): void {
  const bundle = join(folder, one.name);
  one.generate(bundle);
  const mine: Cost[] = [];
  const theirs: Cost[] = [];
  const parsing: Cost[] = [];
  const state = join(folder, 'state.json');
  const expected = join(folder, 'reference.json');
  for (let round = 0; round < one.rounds; round++) {
    mine.push(measure(process.execPath, [ours, bundle, state]));
    parsing.push(measure(process.execPath, ['--max-old-space-size=8192', bare, bundle]));
    if (reference === undefined || !one.referenceToo) continue;
    const home = join(folder, 'home');
    mkdirSync(home, { recursive: true });
    const env = { ...process.env, CODEX_HOME: home };
    theirs.push(measure(reference, ['debug', 'trace-reduce', bundle, '-o', expected], env));
  }
  const [a, b, c] = [best(mine), theirs.length > 0 ? best(theirs) : undefined, best(parsing)];
  const same = b ? (readFileSync(state).equals(readFileSync(expected)) ? 'same' : 'DIFFERENT') : '-';
  console.log(
    [
      one.name.padEnd(12),
      seconds(a),
      seconds(b),
      seconds(c),
      ratio(a.cpuSeconds, b?.cpuSeconds),
      ratio(a.wallSeconds, b?.wallSeconds),
      ratio(a.cpuSeconds, c.cpuSeconds),
      ratio(a.wallSeconds, c.wallSeconds),
      megabytes(a),
      megabytes(b),
      column(same),
    ].join(''),
  );
  rmSync(bundle, { recursive: true, force: true });
}

if (reference === undefined) console.log('No reference: set CELLSCOPE_REFERENCE to the native codex program.');
else if (!existsSync(reference)) throw new Error(`${reference} does not exist`);
mkdirSync(folder, { recursive: true });
try {
  const heads = ['ours', 'reference', 'parse', 'ours/ref', 'wall', 'ours/parse', 'wall', 'ours MB', 'ref MB', 'state'];
  console.log('CPU and wall seconds, best of the rounds; ratios of CPU, then of wall.');
  console.log(`${'bundle'.padEnd(12)}${heads.map(column).join('')}`);
  const ours = build('reduceOnce');
  const bare = build('parseOnce');
  for (const one of cases) {
    if ((values.quick && one.large) || (values.only !== undefined && values.only !== one.name)) continue;
    run(one, ours, bare);
  }
  if (values.only === undefined || values.only === 'start-up') {
    const bundle = join(folder, 'start-up');
    fullHistory(bundle, 10);
    await startUp({ folder, bundle, ours, bare: build('bareOnce'), reference });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

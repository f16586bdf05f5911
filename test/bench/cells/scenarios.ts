/**
 * What is measured. Each scenario gives milliseconds for one round with one contender; less is better.
 */

import { readFileSync } from 'node:fs';
import type { CellAnswer, Contender } from './contender.ts';

export interface Scenario {
  readonly name: string;
  /** Highest ratio ours/peer of the medians that is wanted. */
  readonly target: number;
  readonly rounds: number;
  /** What one of is shown: the round's time is divided by so many. */
  readonly per?: number;
  /** A pause after each round, ms: what one side still does in the background must not burden the other. */
  readonly settleMs?: number;
  run(contender: Contender): Promise<number>;
}

const hundredKb = 'x'.repeat(100 * 1024);

/** The time of one call of `body`, ms. */
async function time(body: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await body();
  return performance.now() - since;
}

async function finished(answer: Promise<CellAnswer>): Promise<CellAnswer> {
  const got = await answer;
  if (!got.done || got.errorText !== null) throw new Error(`a cell did not complete: ${JSON.stringify(got)}`);
  return got;
}

/** A scenario that is nothing but one cell. */
function cell(name: string, target: number, rounds: number, source: string, per?: number): Scenario {
  return {
    name,
    target,
    rounds,
    ...(per === undefined ? {} : { per }),
    run: contender => time(() => finished(contender.exec(source))),
  };
}

export const scenarios: readonly Scenario[] = [
  cell('trivial cell', 0.4, 200, 'text("hi")'),
  cell('cell with one nested call', 0.45, 200, 'text(await tools.echo({ a: 1 }))'),
  cell('100 nested calls in a row, each', 0.4, 30, 'for (let i = 0; i < 100; i++) await tools.echo(i)', 100),
  cell(
    '1000 nested calls at once, each',
    0.5,
    10,
    'await Promise.all(Array.from({ length: 1000 }, (_, i) => tools.echo(i)))',
    1000,
  ),
  cell('nested call, 100 KB in and out', 0.5, 50, `await tools.echo("${hundredKb}")`),
  cell('text() of 1 MB', 0.3, 30, 'text("x".repeat(1024 * 1024))'),
  cell('10 000 times text("x")', 0.3, 20, 'for (let i = 0; i < 10000; i++) text("x")'),
  {
    name: 'yield_control() to yielded',
    target: 0.4,
    rounds: 100,
    async run(contender) {
      const since = performance.now();
      const answer = await contender.exec('yield_control(); text(1)');
      const ms = performance.now() - since;
      await finished(contender.wait(answer.cellId));
      return ms;
    },
  },
  {
    name: 'terminate while(true){}',
    target: 1,
    rounds: 40,
    async run(contender) {
      const answer = await contender.exec('while (true) {}', 5);
      return time(() => contender.terminate(answer.cellId));
    },
  },
  {
    name: 'store, then load 100 KB',
    target: 0.5,
    rounds: 30,
    run: contender =>
      time(async () => {
        await finished(contender.exec('store("k", "x".repeat(100 * 1024))'));
        await finished(contender.exec('text(load("k").length)'));
      }),
  },
  {
    name: '100 idle cells, created',
    target: 1,
    rounds: 3,
    async run(contender) {
      const cells: CellAnswer[] = [];
      const ms = await time(async () => {
        for (let i = 0; i < 100; i++) cells.push(await contender.exec('yield_control(); await new Promise(() => {})'));
      });
      for (const one of cells) await contender.terminate(one.cellId);
      return ms;
    },
  },
  {
    name: '100 idle cells, MB each',
    target: 1,
    rounds: 3,
    async run(contender) {
      const before = residentMb(contender);
      const cells: CellAnswer[] = [];
      for (let i = 0; i < 100; i++) cells.push(await contender.exec('yield_control(); await new Promise(() => {})'));
      const grown = residentMb(contender) - before;
      for (const one of cells) await contender.terminate(one.cellId);
      return grown / 100;
    },
  },
];

/** Ours recording against ours not recording. */
export const recorded: Scenario = {
  ...cell(
    'recorded / unrecorded nested call',
    1.1,
    40,
    'for (let i = 0; i < 100; i++) await tools.echo({ command: "ls -la", n: i })',
    100,
  ),
  settleMs: 50,
};

/** From no process to the first result; needs a contender that is not running. */
export const firstResult: Scenario = {
  name: 'start to first result',
  target: 15,
  rounds: 8,
  async run(contender) {
    const ms = await time(async () => {
      await contender.start();
      await finished(contender.exec('text("hi")'));
    });
    await contender.stop();
    return ms;
  },
};

function residentMb(contender: Contender): number {
  let pages = 0;
  for (const pid of contender.pids()) pages += Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * 4096) / 2 ** 20;
}

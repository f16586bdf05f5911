/**
 * Our runtime against the reference's isolate process, alternating round by round on one machine.
 *
 *     npm run build && node test/bench/cells/run.ts [part of a scenario's name] [--quick]
 *
 * Prints medians, 95th percentiles and the ratio ours/peer of the medians. Read ratios, not times: both sides share
 * whatever else the machine does. A round in which the reference loses its process is counted and repeated.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { oraclePath, provideOracle } from '../../conformance/oracle/provide.ts';
import { load, percentile, shown, row as tableRow } from '../figures.ts';
import type { Contender } from './contender.ts';
import { floors } from './floors.ts';
import { ours } from './ours.ts';
import { HostLost, peerHost } from './peerHost.ts';
import { firstResult, recorded, type Scenario, scenarios } from './scenarios.ts';

/** Ours first. */
type Pair = readonly [Contender, Contender];

const flags = process.argv.slice(2);
const quick = flags.includes('--quick');
const roundLimitMs = 15_000;
const wanted = flags.find(flag => !flag.startsWith('--')) ?? '';

await provideOracle();
const program = join(dirname(oraclePath()), 'codex-code-mode-host');
const contenders: Pair = [ours(), peerHost(program)];

console.log(`machine load ${load()}`);
console.log(row('scenario', 'ours', 'p95', 'peer', 'p95', 'ratio', 'wanted', 'peer lost'));
for (const contender of contenders) await contender.start();
for (const scenario of scenarios) if (scenario.name.includes(wanted)) await compare(scenario, contenders);
for (const contender of contenders) await contender.stop();
if (firstResult.name.includes(wanted)) await compare(firstResult, contenders);
if (recorded.name.includes(wanted)) await compareRecording();
for (const { name, ms } of await floors()) if (name.includes(wanted)) console.log(row(name, shown(ms)));
console.log(`machine load ${load()}`);

async function compare(scenario: Scenario, contenders: Pair): Promise<void> {
  const rounds = quick ? Math.max(3, Math.ceil(scenario.rounds / 10)) : scenario.rounds;
  const times = new Map<Contender, number[]>(contenders.map(contender => [contender, []]));
  let lost = 0;
  for (let round = 0; round < rounds + 2; round++) {
    for (const contender of contenders) {
      for (;;) {
        try {
          const ms = await withinTime(scenario.run(contender), contender);
          // The first two rounds warm up.
          if (round >= 2) times.get(contender)?.push(ms / (scenario.per ?? 1));
          if (scenario.settleMs !== undefined) await new Promise(resolve => setTimeout(resolve, scenario.settleMs));
          break;
        } catch (error) {
          if (!(error instanceof HostLost)) throw error;
          lost++;
          await contender.stop();
          if (scenario !== firstResult) await contender.start();
        }
      }
    }
  }
  const [mine = [], theirs = []] = contenders.map(contender => times.get(contender) ?? []);
  const ratio = percentile(mine, 0.5) / percentile(theirs, 0.5);
  console.log(
    row(
      scenario.name,
      shown(percentile(mine, 0.5)),
      shown(percentile(mine, 0.95)),
      shown(percentile(theirs, 0.5)),
      shown(percentile(theirs, 0.95)),
      ratio.toFixed(2),
      scenario.target.toFixed(2),
      lost === 0 ? '' : String(lost),
    ),
  );
}

/** What recording costs: with a bundle against without one. */
async function compareRecording(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const pair: Pair = [ours(folder), ours()];
  for (const contender of pair) await contender.start();
  await compare(recorded, pair);
  for (const contender of pair) await contender.stop();
  rmSync(folder, { recursive: true });
}

/** The reference sometimes neither answers nor leaves: that is a loss as well. */
function withinTime(round: Promise<number>, contender: Contender): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = `${contender.name} did not answer within ${roundLimitMs} ms`;
      reject(contender.name === 'peer' ? new HostLost(error) : new Error(error));
    }, roundLimitMs);
    round.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function row(name: string, ...cells: string[]): string {
  return tableRow(name, 10, cells);
}

/**
 * Ten thousand cells in a row in one session: memory, handles and latency at the start and at the end.
 *
 *     node test/bench/cells/soak.ts [cells] [--record]
 *
 * Wanted: resident memory of host and processes back at its level (+50 MB at most), no more open files, flat latency.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ours } from './ours.ts';

const flags = process.argv.slice(2);
const cells = Number(flags.find(flag => !flag.startsWith('--')) ?? 10_000);
const folder = flags.includes('--record') ? mkdtempSync(join(tmpdir(), 'soak-')) : undefined;
const source = 'text(await tools.echo({ a: 1 })); await new Promise(r => setTimeout(r)); store("k", 1)';

const contender = ours(folder);
await contender.start();
await stretch(200);
const before = await level();
console.log(`after 200 cells: ${shown(before)}`);
const medians: number[] = [];
const size = Math.max(1, Math.floor(cells / 10));
for (let part = 1; part <= 10; part++) {
  medians.push(await stretch(size));
  console.log(`after ${200 + part * size} cells: ${shown(await level())}, median ${medians.at(-1)?.toFixed(2)} ms`);
}
// The process is replaced when it is idle and old: give memory a moment to come back.
await new Promise(resolve => setTimeout(resolve, 2_000));
const after = await level();
console.log(`at rest: ${shown(after)}`);
const grownMb = after.hostMb + after.cellsMb - before.hostMb - before.cellsMb;
const slower = (medians.at(-1) ?? 0) / (medians[0] ?? 1);
console.log(
  `memory ${grownMb >= 0 ? '+' : ''}${grownMb.toFixed(0)} MB, open files ${after.files - before.files}, latency x${slower.toFixed(2)}`,
);
await contender.stop();
if (folder !== undefined) rmSync(folder, { recursive: true });
process.exitCode = grownMb > 50 || after.files > before.files ? 1 : 0;

interface Level {
  readonly hostMb: number;
  readonly cellsMb: number;
  readonly files: number;
}

/** Median time of so many cells, ms. */
async function stretch(count: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const since = performance.now();
    const answer = await contender.exec(source);
    times.push(performance.now() - since);
    if (answer.errorText !== null) throw new Error(answer.errorText);
  }
  return times.sort((a, b) => a - b)[count >> 1] ?? 0;
}

async function level(): Promise<Level> {
  await new Promise(resolve => setTimeout(resolve, 500));
  let cellsMb = 0;
  let files = readdirSync('/proc/self/fd').length;
  for (const pid of contender.pids()) {
    cellsMb += residentMb(String(pid));
    files += readdirSync(`/proc/${pid}/fd`).length;
  }
  return { hostMb: residentMb('self'), cellsMb, files };
}

function residentMb(pid: string): number {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 2 ** 20;
}

function shown(at: Level): string {
  return `host ${at.hostMb.toFixed(0)} MB, cells ${at.cellsMb.toFixed(0)} MB, ${at.files} files`;
}

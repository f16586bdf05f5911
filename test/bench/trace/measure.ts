/**
 * CPU and wall seconds and peak memory of one process. The shell counts the time, because it counts in milliseconds;
 * `/usr/bin/time` tells the memory.
 */

import { spawnSync } from 'node:child_process';

export interface Cost {
  /** User and system. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
}

const isMac = process.platform === 'darwin';
const shell = `TIMEFORMAT='%3U %3S %3R'; time /usr/bin/time ${isMac ? '-l' : "-f '%M'"} "$@"`;

export function measure(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Cost {
  const run = spawnSync('bash', ['-c', shell, 'bash', command, ...args], { env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${run.status}:\n${run.stderr}`);
  const lines = run.stderr.trim().split('\n');
  const [user = 0, system = 0, wall = 0] = (lines.at(-1) ?? '').split(' ').map(Number);
  const peak = isMac
    ? Number(/(\d+)\s+maximum resident set size/.exec(run.stderr)?.[1] ?? 0) / 1e6
    : Number(lines.at(-2)) / 1024;
  return { cpuSeconds: user + system, wallSeconds: wall, peakMegabytes: peak };
}

/** The smallest of each. */
export function best(costs: readonly Cost[]): Cost {
  return summary(costs, values => Math.min(...values));
}

export function median(costs: readonly Cost[]): Cost {
  return summary(costs, values => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0);
}

function summary(costs: readonly Cost[], of: (values: number[]) => number): Cost {
  return {
    cpuSeconds: of(costs.map(cost => cost.cpuSeconds)),
    wallSeconds: of(costs.map(cost => cost.wallSeconds)),
    peakMegabytes: of(costs.map(cost => cost.peakMegabytes)),
  };
}

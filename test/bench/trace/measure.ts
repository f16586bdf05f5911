/**
 * CPU seconds and peak memory of one process, by `/usr/bin/time`. Wall clock says little on a shared machine.
 */

import { spawnSync } from 'node:child_process';

export interface Cost {
  /** User and system. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

export function measure(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Cost {
  const format = process.platform === 'darwin' ? ['-l'] : ['-f', '%U %S %M'];
  const run = spawnSync('/usr/bin/time', [...format, command, ...args], { env, encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${run.status}:\n${run.stderr}`);
  if (process.platform === 'darwin') {
    const [, user = '0', system = '0'] = /([\d.]+) user\s+([\d.]+) sys/.exec(run.stderr) ?? [];
    const [, peak = '0'] = /(\d+)\s+maximum resident set size/.exec(run.stderr) ?? [];
    return { cpuSeconds: Number(user) + Number(system), peakMegabytes: Number(peak) / 1e6 };
  }
  const [user = 0, system = 0, peak = 0] = (run.stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { cpuSeconds: user + system, peakMegabytes: peak / 1024 };
}

export function best(costs: readonly Cost[]): Cost {
  return {
    cpuSeconds: Math.min(...costs.map(cost => cost.cpuSeconds)),
    peakMegabytes: Math.min(...costs.map(cost => cost.peakMegabytes)),
  };
}

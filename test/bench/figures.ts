/** Figures of the benches as numbers and as text. Leaves out what is measured. */

import { readFileSync } from 'node:fs';

/** The value below which `share` of them lie; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** Milliseconds or megabytes with three figures or so. */
export function shown(value: number): string {
  return value < 1 ? value.toFixed(3) : value.toFixed(2);
}

/** One line of a table: a name, and cells of `width` characters. */
export function row(name: string, width: number, cells: readonly string[]): string {
  return name.padEnd(34) + cells.map(cell => cell.padStart(width)).join('');
}

/** The machine's load over 1, 5 and 15 minutes, where it tells. */
export function load(): string {
  return process.platform === 'linux'
    ? readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 3).join(' ')
    : 'unknown';
}

/**
 * Times and durations as short text. Units are written after the number; nothing here depends on the locale.
 */

export { formatDuration } from '../../runtime/viewer/formatDuration.ts';

/** A moment on the axis, as exact as the step (ms) between ticks needs. */
export function formatTick(ms: number, stepMs: number): string {
  if (ms === 0) return '0 s';
  if (ms < 1000 && stepMs < 1000) return trimmed(ms, stepMs, 1, 'ms');
  if (ms < 60_000) return trimmed(ms, stepMs, 1000, 's');
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const decimals = stepMs >= 1000 ? 0 : decimalsFor(stepMs / 1000);
  const seconds = ((ms % 60_000) / 1000).toFixed(decimals).padStart(decimals > 0 ? decimals + 3 : 2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** The wall clock at a moment, in the reader's time zone: `14:03:07.250`. */
export function formatClock(unixMs: number): string {
  const date = new Date(unixMs);
  if (Number.isNaN(date.getTime())) return '–';
  const two = (value: number) => String(value).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}

function trimmed(ms: number, stepMs: number, unitMs: number, unit: string): string {
  return `${(ms / unitMs).toFixed(decimalsFor(stepMs / unitMs))} ${unit}`;
}

function decimalsFor(step: number): number {
  return step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
}

/**
 * Reads the resident memory of a process now and then, on Linux; elsewhere there is no cheap way and no watch.
 *
 * V8's own limits have gaps (resizable buffers, `Intl` objects, single huge allocations): this closes them.
 */

import { readFileSync } from 'node:fs';
import { bounds } from './limits.ts';

const pageBytes = 4_096;

/** Calls `onExceeded` once, with MB, when the process holds more than `limitMb`. Returns how to stop watching. */
export function watchMemory(pid: number, limitMb: number, onExceeded: (mb: number) => void): () => void {
  if (process.platform !== 'linux' || limitMb === 0) return () => {};
  const timer = setInterval(() => {
    let text: string;
    try {
      text = readFileSync(`/proc/${pid}/statm`, 'utf8');
    } catch {
      return;
    }
    const mb = (Number(text.split(' ')[1]) * pageBytes) / 2 ** 20;
    if (mb <= limitMb) return;
    clearInterval(timer);
    onExceeded(Math.round(mb));
  }, bounds.memoryPollMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Where events stand in a log: the line of each sequence number that is asked for.
 *
 * Invariant: reads the log once, in pieces, and of each line only as much as its number needs; a log that is missing or
 * broken gives fewer places, never an error.
 */

import { open } from 'node:fs/promises';

const pieceBytes = 1 << 16;
/** Bytes of a line that are looked at; recorders write the number among the first. */
const headBytes = 256;
const newline = 0x0a;

/** Lines count from 1; of a number that occurs twice the first. */
export async function linesOf(path: string, seqs: ReadonlySet<number>): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  if (seqs.size === 0) return found;
  const log = await open(path, 'r').catch(() => undefined);
  if (!log) return found;
  const look = (line: number, head: Buffer) => {
    const seq = Number(/"seq"\s*:\s*(\d{1,15})\b/.exec(head.toString('latin1'))?.[1]);
    if (seqs.has(seq) && !found.has(seq)) found.set(seq, line);
  };
  try {
    const piece = Buffer.allocUnsafe(pieceBytes);
    const head = Buffer.alloc(headBytes);
    let filled = 0;
    let line = 1;
    while (found.size < seqs.size) {
      const { bytesRead } = await log.read(piece, 0, pieceBytes);
      if (bytesRead === 0) break;
      for (let from = 0; from < bytesRead; ) {
        const end = piece.subarray(0, bytesRead).indexOf(newline, from);
        const to = end < 0 ? bytesRead : end;
        filled += piece.copy(head, filled, from, Math.min(to, from + headBytes - filled));
        from = to + 1;
        if (end < 0) break;
        look(line, head.subarray(0, filled));
        filled = 0;
        line += 1;
      }
    }
    if (filled > 0) look(line, head.subarray(0, filled));
  } catch {
    // What was found stands.
  } finally {
    await log.close().catch(() => {});
  }
  return found;
}

/**
 * `state.json` to disk, piece by piece: never the whole text of a long one in memory, never half a file under the final name.
 *
 * What is there and no plain file (a pipe, a device) is written to as it is: a file must not take its place.
 */

import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Graph } from './model.ts';
import { stateBytes } from './stateFile/stateBytes.ts';
import { stateText } from './stateFile/stateText.ts';

/** Replaces the file at `path`. Throws what the file system throws; a file that was there is then left as it was. */
export function writeState(graph: Graph, path: string): void {
  const isPlain = statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
  const partial = isPlain ? `${path}.${process.pid}.partial` : path;
  const file = openSync(partial, 'w');
  try {
    const text = stateText(graph);
    if (text !== undefined) writeAll(file, Buffer.from(text));
    else for (const piece of stateBytes(graph)) writeAll(file, piece);
    closeSync(file);
  } catch (error) {
    closeQuietly(file);
    if (isPlain) rmSync(partial, { force: true });
    throw error;
  }
  if (isPlain) renameSync(partial, path);
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function closeQuietly(file: number): void {
  try {
    closeSync(file);
  } catch {
    // Closed already; the first error is the one that counts.
  }
}

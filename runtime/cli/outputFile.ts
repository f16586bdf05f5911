/**
 * `-o FILE`: a file is written whole or not at all, and never over what a rollout consists of.
 *
 * Written beside its place and renamed, so that an error, a full disk or Ctrl-C leaves what was there before. What is no
 * plain file (a pipe, a device) is written to as it is.
 */

import { randomBytes } from 'node:crypto';
import { createWriteStream, rmSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure, oneLine, stopSignals } from './failure.ts';
import { refuseOwnFile } from './ownFiles.ts';

/** Rejects with a Failure that names the file. `bundle` is the folder whose own files are safe. */
export async function writeOutput(bundle: string, file: string, pieces: Iterable<string>): Promise<void> {
  refuseOwnFile(bundle, file);
  const place = resolve(file);
  try {
    if (isPlain(place)) await writeWhole(place, pieces);
    else await pipeline(Readable.from(pieces), createWriteStream(place));
  } catch (error) {
    throw new Failure(`could not write "${file}": ${oneLine(error)}`);
  }
}

async function writeWhole(place: string, pieces: Iterable<string>): Promise<void> {
  const part = `${place}.${randomBytes(4).toString('hex')}.part`;
  const giveUp = (signal: NodeJS.Signals) => {
    rmSync(part, { force: true });
    for (const each of stopSignals) process.off(each, giveUp);
    process.kill(process.pid, signal);
  };
  for (const signal of stopSignals) process.on(signal, giveUp);
  try {
    await pipeline(Readable.from(pieces), createWriteStream(part, { flags: 'wx' }));
    await rename(part, place);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  } finally {
    for (const signal of stopSignals) process.off(signal, giveUp);
  }
}

/** Or not there yet. */
function isPlain(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new Error('it is a folder');
  return found === undefined || found.isFile();
}

/**
 * The event log of a bundle, opened; or why it cannot be, with what is left of the rollout all the same.
 */

import { closeSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { TraceRefusal } from '../reducer/traceRefusal.ts';
import { fileFault } from './fileFault.ts';
import { openPlainFile } from './plainFile.ts';

export const logName = 'trace.jsonl';
const gzipMagic = 0x1f8b;

/** Throws a `TraceRefusal`; when strict in the words of the reference. */
export function openLog(bundle: string, strict = false): number {
  const path = join(bundle, logName);
  try {
    const { file } = openPlainFile(path);
    if (strict || !isCompressed(file)) return file;
    closeSync(file);
  } catch (error) {
    const fault = fileFault(error);
    if (strict) throw new TraceRefusal(`open trace event log ${path}`, [fault]);
    const without = `${path} cannot be read, and without the event log nothing of the rollout can be shown`;
    throw new TraceRefusal(without, [fault, ...leftIn(bundle)]);
  }
  throw new TraceRefusal(`${path} cannot be read`, ['it is compressed with gzip: unpack it under the same name']);
}

function isCompressed(file: number): boolean {
  const head = Buffer.alloc(2);
  return readSync(file, head, 0, 2, 0) === 2 && head.readUInt16BE() === gzipMagic;
}

/** What else there is to look at. */
function leftIn(bundle: string): string[] {
  const names = namesIn(bundle);
  if (names.includes(`${logName}.gz`)) return ['there is a trace.jsonl.gz beside it: unpack that'];
  const payloads = namesIn(join(bundle, 'payloads')).length;
  return payloads === 0 ? [] : [`the ${payloads} files in ${join(bundle, 'payloads')} are all that is left of it`];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

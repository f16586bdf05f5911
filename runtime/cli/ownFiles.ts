/** What a rollout consists of is never written over, wherever a command is told to write. */

import { basename, dirname, resolve } from 'node:path';
import { Failure } from './failure.ts';

const ofBundle = new Set(['trace.jsonl', 'manifest.json', 'notes.json']);

/** Throws a Failure that names the file when it is one of the bundle's own. */
export function refuseOwnFile(bundle: string, file: string): void {
  const place = resolve(file);
  // What is named like none of them need not be looked for.
  if (!ofBundle.has(basename(place)) && basename(dirname(place)) !== 'payloads') return;
  const folder = resolve(bundle);
  const own = dirname(place) === folder && ofBundle.has(basename(place));
  if (own || dirname(place) === resolve(folder, 'payloads'))
    throw new Failure(`could not write "${file}": it belongs to the rollout; choose another place`);
}

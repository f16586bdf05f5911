/**
 * A person's own copy of the samples that come with the extension, to run and to change.
 *
 * Invariant: what somebody has changed is never written over; each version of the extension has a copy of its own.
 */

import { randomUUID } from 'node:crypto';
import { cp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Resolves to the folder; rejects with the reason of the file system.
 *
 * @param source the samples as they came
 * @param storage a folder of the extension's own
 */
export async function ownSamples(source: string, storage: string, version: string): Promise<string> {
  const folder = join(storage, version, 'samples');
  if (await exists(folder)) return folder;
  // Half a copy must not be taken for one.
  const part = join(storage, version, `${randomUUID()}.part`);
  try {
    await cp(source, part, { recursive: true });
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    // Another window was faster.
    if (!(await exists(folder))) throw error;
  }
  return folder;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * A folder with all that lead to it, as `mkdir -p` makes them.
 *
 * Not Node's recursive `mkdir`: that one never comes back from a place that takes no folders though it exists, such as
 * `/proc` (it asks for the parent, finds it, and tries again).
 */

import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Does nothing when the folder is there; throws what the file system says when it cannot be made. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT') || parent === path) throw error;
    await makeFolder(parent);
    await makeOne(path);
  }
}

/** Roots and read-only places answer all kinds of errors for a folder that is there. */
async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const there = await stat(path).catch(() => undefined);
    if (!there?.isDirectory()) throw error;
  }
}

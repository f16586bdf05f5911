/**
 * The folders a file will lie in.
 *
 * Made one by one: Node's recursive `mkdir` never comes back from a place that takes no folders, such as `/proc`.
 */

import { access, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes those that are missing. A folder somebody else makes meanwhile is as good. */
export async function makeFoldersOf(file: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = dirname(file); !(await isThere(folder)); folder = dirname(folder)) missing.push(folder);
  for (const folder of missing.reverse()) {
    try {
      await mkdir(folder);
    } catch (error) {
      if (await isThere(folder)) continue;
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'ENOENT') throw error;
      throw new Error(`The folder "${folder}" could not be made: "${dirname(folder)}" takes no new folders.`, {
        cause: error,
      });
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    // What is in the way says so when something is made below it.
    error => error.code !== 'ENOENT',
  );
}

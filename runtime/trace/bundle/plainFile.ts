/**
 * A file of a bundle, opened for reading. What is no plain file is not: a pipe would never answer, a folder has no bytes.
 */

import { closeSync, constants, fstatSync, openSync } from 'node:fs';

const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Throws what the file system throws, and an error with a code of its own for what is no file. */
export function openPlainFile(path: string): { readonly file: number; readonly size: number } {
  const file = openSync(path, flags);
  const stats = fstatSync(file);
  if (stats.isFile()) return { file, size: stats.size };
  closeSync(file);
  throw Object.assign(new Error('no plain file'), { code: stats.isDirectory() ? 'EISDIR' : 'ENOTFILE' });
}

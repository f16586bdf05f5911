/** BUNDLE on the command line: the folder, or a path to the log in it. */

import { basename, dirname } from 'node:path';

export function bundleFolder(path: string): string {
  return basename(path) === 'trace.jsonl' ? dirname(path) : path;
}

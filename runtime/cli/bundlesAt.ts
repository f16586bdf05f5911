/**
 * BUNDLE… on the command line where several are welcome: each names a bundle, or a folder that holds bundles.
 *
 * Invariant: links are not followed and nothing is looked for inside a bundle, so the search ends and no bundle comes twice.
 */

import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleFolder } from './bundlePath.ts';
import { Failure, fileFailure } from './failure.ts';

/** Levels of folders between a root and its bundles: a team may sort them by person and day. */
const deepest = 4;

/** In the order given, those of one root by name. Throws a Failure for a path with no bundle at or below it. */
export function bundlesAt(paths: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    const folder = bundleFolder(path);
    const bundles = isBundle(folder) ? [folder] : bundlesBelow(folder, deepest);
    if (bundles.length === 0) throw new Failure(`"${path}" is no bundle and holds none (looked for trace.jsonl)`);
    for (const bundle of bundles) found.set(resolve(bundle), bundle);
  }
  return [...found.values()];
}

function isBundle(folder: string): boolean {
  return existsSync(join(folder, 'trace.jsonl'));
}

function bundlesBelow(folder: string, levels: number): string[] {
  return entriesOf(folder, levels === deepest)
    .filter(entry => entry.isDirectory() && entry.name !== 'node_modules')
    .map(entry => join(folder, entry.name))
    .sort()
    .flatMap(path => {
      if (isBundle(path)) return [path];
      return levels > 1 ? bundlesBelow(path, levels - 1) : [];
    });
}

/** A folder below that may not be read is passed over; the one that was named is not. */
function entriesOf(folder: string, named: boolean): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (named) throw new Failure(fileFailure('bundle', folder, error));
    return [];
  }
}

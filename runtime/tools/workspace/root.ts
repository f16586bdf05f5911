/**
 * The folder the workspace tools may touch, and the only way from a path in a tool's input to a path on disk.
 *
 * Invariant: a path that leaves the folder is refused, by `..`, by being absolute elsewhere, or through a symbolic link.
 * A path is checked as it is at that moment; a process that swaps a folder for a link between check and use is not
 * something this guards against (such a process can already write there itself).
 */

import { readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

export interface WorkspaceRoot {
  /** Absolute path of something that may or may not exist yet. Throws a sentence when it lies outside. */
  locate(path: string): Promise<string>;
  /** How a located path is told to a cell: relative to the root, with forward slashes; the root itself is `.`. */
  name(absolute: string): Promise<string>;
}

export function openRoot(root: string): WorkspaceRoot {
  // Looked up at each use: the folder may be replaced while its tools live.
  const real = () =>
    realpath(resolve(root)).catch(() => {
      throw new Error(`The workspace folder "${resolve(root)}" does not exist.`);
    });
  return {
    async locate(path) {
      if (path.includes('\0')) throw new Error(`The path "${path.replaceAll('\0', '\\0')}" contains a NUL character.`);
      const base = await real();
      const asked = resolve(base, path);
      // An absolute path may be spelled through a link above the root; what counts is where it really leads.
      const found = await realpathOfNearest(asked);
      if (!isInside(base, found)) throw outside(path);
      return found;
    },
    async name(absolute) {
      return (
        relative(await real(), absolute)
          .split(sep)
          .join('/') || '.'
      );
    },
  };
}

/** The real path of the longest existing beginning, with the rest appended. A dangling link is followed to its target. */
async function realpathOfNearest(path: string, depth = 0): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const parent = dirname(path);
  if (parent === path) return path;
  const target = await danglingTarget(path);
  if (target !== undefined) {
    if (depth > 40) throw new Error(`The path "${path}" goes through too many symbolic links.`);
    return realpathOfNearest(resolve(await realpathOfNearest(parent, depth + 1), target), depth + 1);
  }
  return join(await realpathOfNearest(parent, depth), path.slice(parent.length).replace(/^[\\/]+/, ''));
}

async function danglingTarget(path: string): Promise<string | undefined> {
  return readlink(path).catch(() => undefined);
}

function isInside(base: string, path: string): boolean {
  const rest = relative(base, path);
  return rest === '' || (!isAbsolute(rest) && rest !== '..' && !rest.startsWith(`..${sep}`));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function outside(path: string): Error {
  return new Error(`The path "${path}" leads outside the workspace folder; use a path relative to it, without "..".`);
}

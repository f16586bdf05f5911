/**
 * Payloads as files of a bundle's folder.
 *
 * Invariant: what is read lies inside the folder, whatever the path says: `..`, absolute paths and symbolic links are
 * followed only as long as they end inside. Files that are no plain files (a pipe, a device) are not opened for reading.
 */

import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { PayloadRef } from '../events.ts';
import { fileFault } from './fileFault.ts';
import { limits } from './limits.ts';
import { PayloadFault, type PayloadSource } from './payloadSource.ts';

/** As recorders write it. */
const usualPath = /^payloads\/[\w-]+\.json$/;
const plainFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export function filePayloads(bundle: string): PayloadSource {
  return new FilePayloads(bundle);
}

class FilePayloads implements PayloadSource {
  readonly givesAway = true;
  readonly #bundle: string;
  readonly #payloads: string;
  #root: string | undefined;
  /** Folders that were seen to lie inside, as they are written in paths. */
  readonly #folders = new Map<string, boolean>();
  #scratch: Buffer = Buffer.allocUnsafe(1 << 16);

  constructor(bundle: string) {
    this.#bundle = resolve(bundle);
    this.#payloads = join(this.#bundle, 'payloads');
  }

  read(ref: PayloadRef, into?: Buffer): Buffer {
    const file = this.#open(ref);
    try {
      const bytes = this.#readAll(file, ref, into ?? this.#scratch);
      if (!into && bytes.byteLength > this.#scratch.byteLength) this.#scratch = bytes;
      return bytes;
    } finally {
      closeSync(file);
    }
  }

  #open(ref: PayloadRef): number {
    const path = this.#resolve(ref);
    try {
      return openSync(path, plainFlags);
    } catch (error) {
      if (codeOf(error) !== 'ELOOP' && codeOf(error) !== 'EMLINK') throw unreadable(ref, error);
    }
    try {
      const real = realpathSync.native(path);
      if (!isWithin(this.#realRoot(), real)) throw outside(ref);
      return openSync(real, plainFlags);
    } catch (error) {
      throw error instanceof PayloadFault ? error : unreadable(ref, error);
    }
  }

  /** The place of a payload, which lies inside as far as its folder tells. */
  #resolve(ref: PayloadRef): string {
    if (usualPath.test(ref.path) && this.#isInside(this.#payloads)) return this.#bundle + sep + ref.path;
    const path = resolve(this.#bundle, ref.path);
    if (ref.path.includes('\0') || !this.#isInside(dirname(path))) throw outside(ref);
    if (ref.path.endsWith('/')) throw new PayloadFault('missing', `No such file or directory: ${ref.path}`);
    return path;
  }

  #isInside(folder: string): boolean {
    let inside = this.#folders.get(folder);
    if (inside === undefined) {
      try {
        inside = isWithin(this.#realRoot(), realpathSync.native(folder));
      } catch {
        // A folder that is not there holds no file; opening says so.
        inside = isWithin(this.#bundle, folder);
        return inside;
      }
      this.#folders.set(folder, inside);
    }
    return inside;
  }

  #realRoot(): string {
    this.#root ??= realpathSync.native(this.#bundle);
    return this.#root;
  }

  #readAll(file: number, ref: PayloadRef, target: Buffer): Buffer {
    let buffer = target;
    let filled = 0;
    for (;;) {
      const read = readFrom(file, buffer, filled, ref);
      filled += read;
      // A plain file gives less than was asked for at its end only.
      if (filled < buffer.byteLength) return buffer.subarray(0, filled);
      const info = fstatSync(file);
      if (!info.isFile()) throw new PayloadFault('unreadable', `${ref.path} is not a plain file`);
      if (info.size > limits.payloadBytes) {
        throw new PayloadFault(
          'too_large',
          `${ref.path} has ${info.size} bytes; ${limits.payloadBytes} are read at most`,
        );
      }
      const larger = Buffer.allocUnsafeSlow(Math.max(info.size, filled) * 1.5 + 1);
      buffer.copy(larger, 0, 0, filled);
      buffer = larger;
    }
  }
}

function readFrom(file: number, buffer: Buffer, filled: number, ref: PayloadRef): number {
  try {
    return readSync(file, buffer, filled, buffer.byteLength - filled, null);
  } catch (error) {
    throw unreadable(ref, error);
  }
}

/** Both are resolved already. */
function isWithin(root: string, path: string): boolean {
  if (path.startsWith(root + sep)) return true;
  const way = relative(root, path);
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith('../') && !way.startsWith('..\\'));
}

function outside(ref: PayloadRef): PayloadFault {
  return new PayloadFault('outside', `${JSON.stringify(ref.path)} leads out of the bundle's folder and was not read`);
}

function unreadable(ref: PayloadRef, error: unknown): PayloadFault {
  const missing = codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
  if (missing) return new PayloadFault('missing', `No such file or directory: ${ref.path}`);
  return new PayloadFault('unreadable', `${ref.path}: ${fileFault(error)}`);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

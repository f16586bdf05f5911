/**
 * A file that somebody else appends to, read from where the last read ended.
 *
 * Notices when the file is not the one it was: replaced by another (rename over it), cut short, or written anew in place,
 * even when it has grown beyond what was read since. Then reading starts at the beginning. Invariant: what was handed out
 * since the last restart is the front of one file.
 * Leaves out a change in the middle of a file that grows by the same look: nobody would know without reading it all again.
 */

import { closeSync, fstatSync, readSync, statSync } from 'node:fs';
import { openPlainFile } from './plainFile.ts';

export type Growth =
  /** Nothing new. */
  | { readonly type: 'none' }
  /** Bytes after those of before; valid until the next read. */
  | { readonly type: 'grown'; readonly bytes: Buffer }
  /** What was handed out before is void. */
  | { readonly type: 'restarted' };

const pieceBytes = 1 << 18;
/** Enough of the front to tell one log from another: the first line holds the ids of the recording. */
const headBytes = 512;
/** Enough of what was read last to tell that a log was cut and went on otherwise. */
const tailBytes = 512;

export class GrowingFile {
  readonly #path: string;
  readonly #buffer = Buffer.allocUnsafe(pieceBytes);
  #file: number | undefined;
  #identity = '';
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  #offset = 0;
  /** When a file of which all was read had been changed last, as the system tells it. */
  #changed: bigint | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads one piece at most. A file that is not there (any more) has nothing new. */
  read(): Growth {
    if (this.#file !== undefined && !this.#isSame(this.#file)) return this.#restart();
    this.#file ??= this.#open();
    if (this.#file === undefined) return { type: 'none' };
    const count = readSync(this.#file, this.#buffer, 0, pieceBytes, this.#offset);
    if (count === 0) {
      this.#changed ??= this.#changedAt(this.#file);
      return { type: 'none' };
    }
    this.#changed = undefined;
    const bytes = this.#buffer.subarray(0, count);
    this.#tail = Buffer.concat([this.#tail, bytes]).subarray(-tailBytes);
    if (this.#offset < headBytes) this.#head = Buffer.concat([this.#head, bytes.subarray(0, headBytes - this.#offset)]);
    this.#offset += count;
    return { type: 'grown', bytes };
  }

  /** What `read` would find, without reading. */
  look(): Growth['type'] {
    if (this.#file === undefined) return this.#isThere() ? 'grown' : 'none';
    if (!this.#isSame(this.#file)) return 'restarted';
    return fstatSync(this.#file).size > this.#offset ? 'grown' : 'none';
  }

  /** Bytes that were read. */
  get position(): number {
    return this.#offset;
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #restart(): Growth {
    const nothingYet = this.#offset === 0;
    this.close();
    this.#offset = 0;
    this.#head = Buffer.alloc(0);
    this.#tail = Buffer.alloc(0);
    this.#changed = undefined;
    return nothingYet ? { type: 'none' } : { type: 'restarted' };
  }

  #open(): number | undefined {
    try {
      const { file } = openPlainFile(this.#path);
      this.#identity = identityOf(fstatSync(file));
      return file;
    } catch {
      return undefined;
    }
  }

  #isThere(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.isFile() === true;
  }

  #isSame(file: number): boolean {
    try {
      if (identityOf(statSync(this.#path)) !== this.#identity) return false;
    } catch {
      // Gone for now. Whether another takes its place shows later.
      return true;
    }
    const { size, mtimeNs } = fstatSync(file, { bigint: true });
    if (size < this.#offset) return false;
    // What is changed without growing was written over.
    if (this.#changed !== undefined && size === BigInt(this.#offset) && mtimeNs !== this.#changed) return false;
    return holds(file, 0, this.#head) && holds(file, this.#offset - this.#tail.length, this.#tail);
  }

  /** Nothing when there is more by now than was read. */
  #changedAt(file: number): bigint | undefined {
    const { size, mtimeNs } = fstatSync(file, { bigint: true });
    return size === BigInt(this.#offset) ? mtimeNs : undefined;
  }
}

function holds(file: number, at: number, expected: Buffer): boolean {
  const found = Buffer.alloc(expected.length);
  return readSync(file, found, 0, found.length, at) === found.length && found.equals(expected);
}

function identityOf(stats: { readonly dev: number; readonly ino: number }): string {
  return `${stats.dev}:${stats.ino}`;
}

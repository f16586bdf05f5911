/**
 * A file in memory that host and child both hold open, for payloads that are too large for a pipe.
 *
 * Invariant: once closed it is never read or written again, whoever has its descriptor's number by then.
 * Leaves out what lies where (`parcels.ts`).
 */

import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';

/** Where a child finds it. */
export const shelfFd = 4;

export class Shelf {
  #fd: number | null;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * A new one, without a name: it is gone with the last process that holds it. Null where there are no files in memory;
   * then everything takes the pipe.
   */
  static open(): Shelf | null {
    if (process.platform !== 'linux') return null;
    const name = `/dev/shm/cellscope-${process.pid}-${Math.random().toString(36).slice(2)}`;
    try {
      const fd = openSync(name, 'wx+', 0o600);
      unlinkSync(name);
      return new Shelf(fd);
    } catch {
      return null;
    }
  }

  /** To hand on to a new process. */
  get fd(): number {
    return this.#open();
  }

  /** Fills `bytes` with what lies at `position`. Throws when there is less. */
  read(bytes: Buffer, position: number): void {
    if (readSync(this.#open(), bytes, 0, bytes.length, position) < bytes.length)
      throw new Error('the shelf is cut off');
  }

  /** Throws when the memory is full. */
  write(bytes: Uint8Array, position: number): void {
    const fd = this.#open();
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, position + at);
  }

  close(): void {
    if (this.#fd === null) return;
    closeSync(this.#fd);
    this.#fd = null;
  }

  #open(): number {
    if (this.#fd === null) throw new Error('the shelf is closed');
    return this.#fd;
  }
}

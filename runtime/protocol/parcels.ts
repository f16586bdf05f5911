/**
 * Large payloads on a shelf, so that a megabyte costs two copies and not a dozen turns of a socket.
 *
 * Half the shelf is for each direction. Invariants: a half is filled from its beginning, which is only done again when
 * everything on it has been taken; what finds no room takes the usual way; a taken parcel is a view that is valid until
 * the next one is taken. Leaves out who says where a parcel lies (`frame.ts`).
 */

import type { Shelf } from './shelf.ts';

/** Bytes each direction may have on the shelf at once. */
export const halfBytes = 4 * 2 ** 20;
/** Before the two halves: how many parcels have been taken from each. As much as a limit on files can count in. */
const countersBytes = 512;
/** UTF-8 bytes of a UTF-16 unit. */
const mostBytesOfUnit = 3;
/** What a shelf may grow to, bytes. */
export const shelfBytes = countersBytes + 2 * halfBytes;

/** Text that comes in parts, each of whole characters, is encoded as if it were one. */
export type Payload = string | Uint8Array | readonly string[];
export type Side = 'host' | 'child';

/** Where a parcel lies. */
export interface Parcel {
  readonly at: number;
  readonly bytes: number;
}

/** The half one side puts parcels on. */
export class ParcelsOut {
  readonly #shelf: Shelf;
  readonly #side: Side;
  readonly #counter = Buffer.alloc(4);
  /** Kept: memory that is new costs more than what fills it. */
  #packed = Buffer.alloc(0);
  #filled = 0;
  #put = 0;
  #broken = false;

  constructor(shelf: Shelf, side: Side) {
    this.#shelf = shelf;
    this.#side = side;
  }

  /** Null when there is no room. */
  put(payload: Payload): Parcel | null {
    const parts = typeof payload === 'string' ? [payload] : payload;
    const packed = parts instanceof Uint8Array ? parts : this.#pack(parts);
    return packed === null ? null : this.#place(packed);
  }

  #place(bytes: Uint8Array): Parcel | null {
    if (this.#broken || bytes.length > halfBytes) return null;
    try {
      if (this.#filled > 0 && this.#allTaken()) this.#filled = 0;
      const at = this.#filled;
      if (at + bytes.length > halfBytes) return null;
      this.#shelf.write(bytes, baseOf(this.#side) + at);
      this.#filled += bytes.length;
      this.#put++;
      return { at, bytes: bytes.length };
    } catch {
      // No memory is left for files, say. There is another way.
      this.#broken = true;
      return null;
    }
  }

  #pack(parts: readonly string[]): Uint8Array | null {
    let units = 0;
    for (const part of parts) units += part.length;
    if (units > halfBytes) return null;
    // Counting the bytes beforehand would cost as much as writing them, and room that is not used costs nothing.
    this.#packed = roomFor(units * mostBytesOfUnit, this.#packed);
    let bytes = 0;
    for (const part of parts) bytes += this.#packed.write(part, bytes);
    return this.#packed.subarray(0, bytes);
  }

  #allTaken(): boolean {
    this.#shelf.read(this.#counter, counterOf(this.#side));
    return this.#counter.readUInt32LE() === this.#put >>> 0;
  }
}

/** The half the other side puts parcels on. */
export class ParcelsIn {
  readonly #shelf: Shelf;
  readonly #sender: Side;
  readonly #counter = Buffer.alloc(4);
  #unpacked = Buffer.alloc(0);
  #taken = 0;

  constructor(shelf: Shelf, side: Side) {
    this.#shelf = shelf;
    this.#sender = side === 'host' ? 'child' : 'host';
  }

  /** Throws when there is no such parcel. */
  take({ at, bytes }: Parcel): Buffer {
    if (at + bytes > halfBytes) throw new Error('a parcel lies beyond its shelf');
    this.#unpacked = roomFor(bytes, this.#unpacked);
    const parcel = this.#unpacked.subarray(0, bytes);
    this.#shelf.read(parcel, baseOf(this.#sender) + at);
    this.#counter.writeUInt32LE(++this.#taken >>> 0);
    this.#shelf.write(this.#counter, counterOf(this.#sender));
    return parcel;
  }
}

function roomFor(bytes: number, kept: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  return kept.length >= bytes ? kept : Buffer.alloc(2 * bytes);
}

function counterOf(sender: Side): number {
  return sender === 'host' ? 0 : 4;
}

function baseOf(sender: Side): number {
  return countersBytes + (sender === 'host' ? 0 : halfBytes);
}

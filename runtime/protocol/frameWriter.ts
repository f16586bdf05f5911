/**
 * Writes frames to a pipe, those of one turn of the event loop in one piece.
 *
 * A turn's frames leave in its check phase, right after the callbacks that made them: a single call waits for nothing
 * worth measuring, a thousand share one system call. A large payload goes on the shelf; where it finds no room it is
 * encoded once and goes as a piece of its own.
 */

import { encodeFrame, encodeHead, encodeReference } from './frame.ts';
import type { ParcelsOut, Payload } from './parcels.ts';

export interface ByteSink {
  write(bytes: Uint8Array): unknown;
}

/** From so many characters or bytes on a payload goes on the shelf. A socket takes less than that at once. */
const forShelf = 131_072;
/** From so many on copying costs more than a piece of its own. */
const forPiece = 16_384;

export class FrameWriter {
  readonly #sink: ByteSink;
  readonly #parcels: ParcelsOut | null;
  #pieces: Buffer[] = [];
  #large = false;
  #scheduled = false;

  constructor(sink: ByteSink, parcels: ParcelsOut | null = null) {
    this.#sink = sink;
    this.#parcels = parcels;
  }

  send(header: object, payload: Payload = ''): void {
    const parcel = lengthOf(payload) < forShelf ? null : this.#parcels?.put(payload);
    if (parcel) this.#pieces.push(encodeReference(header, parcel));
    else this.#inline(header, isInParts(payload) ? payload.join('') : payload);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }

  #inline(header: object, payload: string | Uint8Array): void {
    if (typeof payload === 'string' && payload.length >= forPiece) {
      const bytes = Buffer.from(payload);
      this.#pieces.push(encodeHead(header, bytes.length), bytes);
      this.#large = true;
    } else this.#pieces.push(encodeFrame(header, payload));
  }

  /** Writes what is waiting, now. */
  flush(): void {
    this.#scheduled = false;
    const pieces = this.#pieces;
    if (pieces.length === 0) return;
    this.#pieces = [];
    if (pieces.length === 1 || this.#large) {
      this.#large = false;
      for (const piece of pieces) this.#sink.write(piece);
    } else {
      this.#sink.write(Buffer.concat(pieces));
    }
  }
}

function isInParts(payload: Payload): payload is readonly string[] {
  return Array.isArray(payload);
}

/** Characters or bytes. */
function lengthOf(payload: Payload): number {
  return isInParts(payload) ? payload.reduce((sum, part) => sum + part.length, 0) : payload.length;
}

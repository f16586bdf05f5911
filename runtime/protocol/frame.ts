/**
 * Frames on the pipe between host and child: `[u32 length][u32 header length][header JSON][raw payload]`, little endian.
 *
 * If the header length's highest bit is set, the payload is `[u32 at][u32 bytes]`: it lies on the shelf (`parcels.ts`).
 * Invariant: a frame is handed over whole and once; the payload is a view that is valid only during the call.
 */

import type { Parcel, ParcelsIn } from './parcels.ts';

/** More than any message may weigh: beyond it the other side is broken, not big. */
export const maxFrameBytes = 2 ** 30;

const noBytes = Buffer.alloc(0);
const onShelf = 2 ** 31;

/** One frame, ready to be written. A string payload is encoded as UTF-8. */
export function encodeFrame(header: object, payload: string | Uint8Array = noBytes): Buffer {
  const payloadBytes = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
  const [frame, at] = framed(header, payloadBytes, payloadBytes);
  if (typeof payload === 'string') frame.write(payload, at);
  else frame.set(payload, at);
  return frame;
}

/** A frame without its payload, which the caller writes right after it. */
export function encodeHead(header: object, payloadBytes: number): Buffer {
  return framed(header, payloadBytes, 0)[0];
}

/** A frame whose payload lies on the shelf. */
export function encodeReference(header: object, parcel: Parcel): Buffer {
  const [frame, at] = framed(header, 8, 8);
  frame.writeUInt32LE(frame.readUInt32LE(4) + onShelf, 4);
  frame.writeUInt32LE(parcel.at, at);
  frame.writeUInt32LE(parcel.bytes, at + 4);
  return frame;
}

/** Lengths and header, and room for so many bytes more. */
function framed(header: object, payloadBytes: number, room: number): [Buffer, number] {
  const head = JSON.stringify(header);
  const headBytes = Buffer.byteLength(head);
  const frame = Buffer.allocUnsafe(8 + headBytes + room);
  frame.writeUInt32LE(4 + headBytes + payloadBytes, 0);
  frame.writeUInt32LE(headBytes, 4);
  frame.write(head, 8);
  return [frame, 8 + headBytes];
}

/** Memory a reader keeps for frames that come in pieces, bytes. */
const leastKept = 4_096;
const mostKept = 4 * 2 ** 20;

export type FrameHandler = (header: unknown, payload: Buffer) => void;

/**
 * Cuts a stream of chunks into frames. A chunk may be overwritten once `push` has returned.
 * Throws on a frame that cannot be one: the stream is then of no further use.
 */
export class FrameReader {
  readonly #onFrame: FrameHandler;
  readonly #parcels: ParcelsIn | null;
  /** The frame that has begun, so far. It is kept for the next: memory that is new costs more than what fills it. */
  #begun = Buffer.alloc(leastKept);
  #filled = 0;
  /** Bytes of that frame, as far as they are known: at first those of its lengths. */
  #wanted = 8;

  constructor(onFrame: FrameHandler, parcels: ParcelsIn | null = null) {
    this.#onFrame = onFrame;
    this.#parcels = parcels;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#filled > 0) {
        at += this.#fill(chunk, at);
        continue;
      }
      const left = chunk.length - at;
      const size = left < 8 ? 0 : frameSize(chunk, at);
      if (size === 0 || size > left) {
        at += this.#fill(chunk, at);
      } else {
        this.#deliver(chunk, at, size);
        at += size;
      }
    }
  }

  /** Adds what belongs to the frame that has begun; returns how many bytes that were. */
  #fill(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#wanted - this.#filled);
    const taken = chunk.copy(this.#begun, this.#filled, at, end);
    this.#filled += taken;
    if (this.#filled < this.#wanted) return taken;
    const size = frameSize(this.#begun, 0);
    if (this.#filled < size) {
      this.#wanted = size;
      if (size > this.#begun.length) {
        const larger = Buffer.allocUnsafe(size);
        this.#begun.copy(larger, 0, 0, 8);
        this.#begun = larger;
      }
      return taken;
    }
    this.#filled = 0;
    this.#wanted = 8;
    this.#deliver(this.#begun, 0, size);
    if (size > mostKept) this.#begun = Buffer.alloc(leastKept);
    return taken;
  }

  #deliver(buffer: Buffer, at: number, size: number): void {
    const headEnd = at + 8 + headBytes(buffer, at);
    const header: unknown = JSON.parse(buffer.toString('utf8', at + 8, headEnd));
    const payload = buffer.subarray(headEnd, at + size);
    this.#onFrame(header, buffer.readUInt32LE(at + 4) < onShelf ? payload : this.#fetch(payload));
  }

  #fetch(place: Buffer): Buffer {
    if (this.#parcels === null || place.length !== 8) throw new Error('a frame on the isolate pipe is malformed');
    return this.#parcels.take({ at: place.readUInt32LE(0), bytes: place.readUInt32LE(4) });
  }
}

/** Bytes of the frame at `at`, its lengths included. */
function frameSize(buffer: Buffer, at: number): number {
  const length = buffer.readUInt32LE(at);
  if (length > maxFrameBytes || headBytes(buffer, at) + 4 > length)
    throw new Error('a frame on the isolate pipe is malformed');
  return 4 + length;
}

function headBytes(buffer: Buffer, at: number): number {
  return buffer.readUInt32LE(at + 4) % onShelf;
}

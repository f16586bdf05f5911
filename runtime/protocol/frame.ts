/**
 * Frames on the pipe between host and child: `[u32 length][u32 header length][header JSON][raw payload]`, little endian.
 *
 * Invariant: a frame is handed over whole and once; the payload is a view that is valid only during the call.
 */

/** More than any message may weigh: beyond it the other side is broken, not big. */
export const maxFrameBytes = 2 ** 30;

const noBytes = Buffer.alloc(0);

/** One frame, ready to be written. A string payload is encoded as UTF-8. */
export function encodeFrame(header: object, payload: string | Uint8Array = noBytes): Buffer {
  const head = JSON.stringify(header);
  const headBytes = Buffer.byteLength(head);
  const payloadBytes = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length;
  const frame = Buffer.allocUnsafe(8 + headBytes + payloadBytes);
  frame.writeUInt32LE(4 + headBytes + payloadBytes, 0);
  frame.writeUInt32LE(headBytes, 4);
  frame.write(head, 8);
  if (typeof payload === 'string') frame.write(payload, 8 + headBytes);
  else frame.set(payload, 8 + headBytes);
  return frame;
}

export type FrameHandler = (header: unknown, payload: Buffer) => void;

/** Cuts a stream of chunks into frames. Throws on a frame that cannot be one: the stream is then of no further use. */
export class FrameReader {
  readonly #onFrame: FrameHandler;
  #rest: Buffer[] = [];
  #restBytes = 0;
  /** Bytes that must be there before it is worth looking again. */
  #wanted = 8;

  constructor(onFrame: FrameHandler) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    let buffer = chunk;
    if (this.#restBytes > 0) {
      this.#rest.push(chunk);
      this.#restBytes += chunk.length;
      if (this.#restBytes < this.#wanted) return;
      buffer = Buffer.concat(this.#rest, this.#restBytes);
      this.#rest = [];
      this.#restBytes = 0;
    }
    let at = 0;
    this.#wanted = 8;
    while (buffer.length - at >= 8) {
      const length = buffer.readUInt32LE(at);
      const headBytes = buffer.readUInt32LE(at + 4);
      if (length > maxFrameBytes || headBytes + 4 > length) throw new Error('a frame on the isolate pipe is malformed');
      if (buffer.length - at < 4 + length) {
        this.#wanted = 4 + length;
        break;
      }
      const header: unknown = JSON.parse(buffer.toString('utf8', at + 8, at + 8 + headBytes));
      const payload = buffer.subarray(at + 8 + headBytes, at + 4 + length);
      at += 4 + length;
      this.#onFrame(header, payload);
    }
    if (at < buffer.length) {
      this.#rest = [at === 0 ? buffer : buffer.subarray(at)];
      this.#restBytes = buffer.length - at;
    }
  }
}

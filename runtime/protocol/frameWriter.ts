/**
 * Writes frames to a pipe, those of one turn of the event loop in one piece.
 *
 * A turn's frames leave in its check phase, right after the callbacks that made them: a single call waits for nothing
 * worth measuring, a thousand share one system call. A large payload is encoded once and goes as a piece of its own.
 */

import { encodeFrame, encodeHead } from './frame.ts';

export interface ByteSink {
  write(bytes: Uint8Array): unknown;
}

/** From this many characters on copying costs more than a piece of its own. */
const largePayload = 16_384;

export class FrameWriter {
  readonly #sink: ByteSink;
  #pieces: Buffer[] = [];
  #large = false;
  #scheduled = false;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  send(header: object, payload?: string | Uint8Array): void {
    if (typeof payload === 'string' && payload.length >= largePayload) {
      const bytes = Buffer.from(payload);
      this.#pieces.push(encodeHead(header, bytes.length), bytes);
      this.#large = true;
    } else {
      this.#pieces.push(encodeFrame(header, payload));
    }
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
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

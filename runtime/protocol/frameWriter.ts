/**
 * Writes frames to a pipe, those of one turn of the event loop in one piece.
 *
 * A turn's frames leave in its check phase, right after the callbacks that made them: a single call waits for nothing
 * worth measuring, a thousand share one system call.
 */

import { encodeFrame } from './frame.ts';

export interface ByteSink {
  write(bytes: Uint8Array): unknown;
}

export class FrameWriter {
  readonly #sink: ByteSink;
  #frames: Buffer[] = [];
  #scheduled = false;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  send(header: object, payload?: string | Uint8Array): void {
    this.#frames.push(encodeFrame(header, payload));
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.flush());
  }

  /** Writes what is waiting, now. */
  flush(): void {
    this.#scheduled = false;
    const frames = this.#frames;
    if (frames.length === 0) return;
    this.#frames = [];
    const [only] = frames;
    this.#sink.write(frames.length === 1 && only !== undefined ? only : Buffer.concat(frames));
  }
}

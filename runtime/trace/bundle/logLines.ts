/**
 * The lines of a log, from bytes that arrive in pieces of any size.
 *
 * Invariant: a line is handed out once, when its newline has arrived; `rest` is what follows the last newline.
 * Blank lines count but are not handed out. Lines beyond the limit are reported and skipped, however long they grow.
 */

import { limits } from './limits.ts';

export interface LogLine {
  /** From 1. */
  readonly line: number;
  /** Without its newline. Valid until the next piece is pushed. */
  readonly bytes: Buffer;
  readonly terminated: boolean;
  /** The line was longer than is read; `bytes` is empty. */
  readonly tooLong: boolean;
}

const newline = 0x0a;
const openBrace = 0x7b;
const nothing = Buffer.alloc(0);

export class LogLines {
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  #skipping = false;
  #line = 1;

  /** The lines that are complete with this piece. The piece may be reused after the iteration. */
  *push(piece: Buffer): Generator<LogLine, void, undefined> {
    let from = 0;
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, from)) {
      const line = this.#close(piece.subarray(from, end), true);
      from = end + 1;
      if (line) yield line;
    }
    if (from < piece.length) this.#carry(Buffer.from(piece.subarray(from)));
  }

  /** What stands after the last newline, if anything but blanks. */
  *end(): Generator<LogLine, void, undefined> {
    const line = this.#close(nothing, false);
    if (line) yield line;
  }

  #carry(bytes: Buffer): void {
    if (this.#skipping) return;
    this.#carried.push(bytes);
    this.#carriedBytes += bytes.length;
    if (this.#carriedBytes <= limits.lineBytes) return;
    this.#skipping = true;
    this.#carried = [];
    this.#carriedBytes = 0;
  }

  #close(tail: Buffer, terminated: boolean): LogLine | undefined {
    const line = this.#line++;
    const tooLong = this.#skipping || this.#carriedBytes + tail.length > limits.lineBytes;
    const bytes = tooLong ? nothing : this.#carried.length === 0 ? tail : Buffer.concat([...this.#carried, tail]);
    this.#carried = [];
    this.#carriedBytes = 0;
    this.#skipping = false;
    return tooLong || !isBlank(bytes) ? { line, bytes, terminated, tooLong } : undefined;
  }
}

/** White space as the reference means it: that of Unicode, which is not quite that of JavaScript. */
function isBlank(bytes: Buffer): boolean {
  if (bytes[0] === openBrace) return false;
  for (const [at, byte] of bytes.entries()) {
    if (byte > 0x20 && byte < 0x80) return false;
    if (byte >= 0x80) return /^[^\S\ufeff\u0085]*$/.test(bytes.toString('utf8', at).replaceAll('\u0085', ''));
    if (byte < 0x09 || (byte > 0x0d && byte < 0x20)) return false;
  }
  return true;
}

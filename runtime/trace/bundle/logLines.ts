/**
 * The lines of a log, from bytes that arrive in pieces of any size.
 *
 * Invariant: a line is handed out once, when its newline has arrived; `rest` is what follows the last newline.
 * Blank lines count but are not handed out. Lines beyond the limit are reported and skipped, however long they grow.
 * A piece of plain ASCII becomes text as a whole, of which its lines are parts: that is most pieces of most logs.
 */

import { isAscii, isUtf8 } from 'node:buffer';
import { limits } from './limits.ts';

export interface LogLine {
  /** From 1. */
  readonly line: number;
  /** Without its newline. */
  readonly text: string;
  /** The line is not valid UTF-8: of what is wrong, `text` has only marks. */
  readonly isBroken: boolean;
  readonly terminated: boolean;
  /** The line was longer than is read; `text` is empty. */
  readonly tooLong: boolean;
}

const newline = 0x0a;
const openBrace = 0x7b;
const nothing = Buffer.alloc(0);
/** Longer pieces become text line by line, bytes: a line keeps all of the text that it is a part of. */
const togetherBytes = 1 << 18;

export class LogLines {
  #carried: Buffer[] = [];
  #carriedBytes = 0;
  #skipping = false;
  #line = 1;

  /** The lines that are complete with this piece. The piece may be reused after the iteration. */
  *push(piece: Buffer): Generator<LogLine, void, undefined> {
    const text = piece.length <= togetherBytes && isAscii(piece) ? piece.toString('latin1') : undefined;
    const endOf = (start: number) => (text === undefined ? piece.indexOf(newline, start) : text.indexOf('\n', start));
    let from = 0;
    for (let end = endOf(0); end >= 0; end = endOf(from)) {
      const line =
        text !== undefined && !this.#isWithin && text.charCodeAt(from) === openBrace
          ? plainLine(this.#line++, text.slice(from, end))
          : this.#close(piece.subarray(from, end), true);
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

  /** Whether the line of the moment began in a piece before. */
  get #isWithin(): boolean {
    return this.#skipping || this.#carriedBytes > 0;
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
    if (!tooLong && isBlank(bytes)) return undefined;
    const text = bytes.toString();
    // What is not UTF-8 becomes this character, which may have been meant as well.
    return { line, text, isBroken: text.includes('\ufffd') && !isUtf8(bytes), terminated, tooLong };
  }
}

function plainLine(line: number, text: string): LogLine {
  return { line, text, isBroken: false, terminated: true, tooLong: false };
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

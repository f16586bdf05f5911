/**
 * Content-Length frames on a byte stream, read and written.
 *
 * Own code instead of vscode-jsonrpc because the protocol asks for more than that library gives: it stops reading after a
 * bad header and answers nothing to bad JSON, where here -32700 is answered and the connection goes on (programs, serve).
 *
 * Invariant: a bad frame costs its own bytes only. After one, reading resumes at the next thing that looks like a header.
 */

const headerLimit = 16 * 1024;
const bodyLimit = 256 * 1024 * 1024;

export type Frame =
  | { readonly type: 'body'; readonly text: string }
  | { readonly type: 'bad'; readonly reason: string };

export class FrameReader {
  #chunks: Buffer[] = [];
  #size = 0;
  /** Body bytes awaited; undefined while a header is. */
  #awaited: number | undefined;
  /** A bad frame was told; what remains of it is passed over in silence. */
  #skipping = false;

  /** The frames that are complete with these bytes. */
  *push(bytes: Buffer): Generator<Frame> {
    this.#chunks.push(bytes);
    this.#size += bytes.length;
    for (;;) {
      const frame = this.#awaited === undefined ? this.#header() : this.#body(this.#awaited);
      if (frame === 'more') return;
      if (frame !== 'next') yield frame;
    }
  }

  /** `next`: something was read that is no frame yet; `more`: bytes are missing. */
  #header(): Frame | 'next' | 'more' {
    const bytes = this.#all();
    const end = endOfHeader(bytes);
    if (end === undefined) {
      if (bytes.length <= headerLimit) return 'more';
      // Only its last bytes could still belong to a header.
      this.#drop(bytes.length - headerLimit / 2);
      return this.#bad('the header has no end');
    }
    const header = bytes.toString('latin1', 0, end);
    this.#drop(end);
    const [, before, digits] = /(^|[\s\S]*?)content-length: *(\d+) *\r?$/im.exec(header) ?? [];
    const length = Number(digits ?? Number.NaN);
    if (!(length <= bodyLimit)) {
      return this.#bad(
        digits === undefined ? 'the header has no Content-Length' : `a body of ${digits} bytes is too large`,
      );
    }
    this.#awaited = length;
    const clean = (before ?? '').split('\n').every(line => /^([\w-]+:.*)?$/.test(line.trim()));
    const fault = clean ? 'next' : this.#bad('there is something before Content-Length');
    this.#skipping = false;
    return fault;
  }

  #body(length: number): Frame | 'more' {
    if (this.#size < length) return 'more';
    const bytes = this.#all().subarray(0, length);
    this.#drop(length);
    this.#awaited = undefined;
    try {
      return { type: 'body', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
    } catch {
      return { type: 'bad', reason: 'the body is not UTF-8' };
    }
  }

  #bad(reason: string): Frame | 'next' {
    if (this.#skipping) return 'next';
    this.#skipping = true;
    return { type: 'bad', reason };
  }

  #all(): Buffer {
    const [only, ...others] = this.#chunks;
    if (only !== undefined && others.length === 0) return only;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  #drop(count: number): void {
    const rest = this.#all().subarray(count);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#size = rest.length;
  }
}

export function writeFrame(text: string): string {
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** Index behind the empty line, which may be spelled with or without carriage returns. */
function endOfHeader(bytes: Buffer): number | undefined {
  const strict = bytes.indexOf('\r\n\r\n');
  const loose = bytes.indexOf('\n\n');
  if (strict < 0 && loose < 0) return undefined;
  return loose < 0 || (strict >= 0 && strict < loose) ? strict + 4 : loose + 2;
}

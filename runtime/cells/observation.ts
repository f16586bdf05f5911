/**
 * What a cell has put out since its last response, within 1 MiB of text: the first half and the last half of it stay,
 * what lay between becomes a line that says how much it was (code-mode §4).
 *
 * Invariant: images and audio keep their place; a cut falls between characters.
 */

import type { ContentItem, TextItem } from '../base/content.ts';
import { bounds } from './limits.ts';

/** A stretch of text that was dropped: bytes in all, and how many pieces went whole. */
interface Gap {
  readonly type: 'gap';
  bytes: number;
  pieces: number;
}

interface Tail {
  item: ContentItem | Gap;
  bytes: number;
}

const half = bounds.observationTextBytes / 2;

export class Observation {
  #head: ContentItem[] = [];
  #headBytes = 0;
  #tail: Tail[] = [];
  #tailBytes = 0;
  /** Where in `#tail` the oldest text still stands. */
  #oldest = 0;

  text(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.#tail.length > 0 || this.#headBytes + bytes > half) this.#longText(Buffer.from(text));
    else {
      this.#headBytes += bytes;
      this.#head.push({ type: 'text', text });
    }
  }

  /** The same for text that has come as UTF-8 bytes, which are looked at only now. */
  bytes(bytes: Buffer): void {
    if (this.#tail.length > 0 || this.#headBytes + bytes.length > half) this.#longText(bytes);
    else {
      this.#headBytes += bytes.length;
      this.#head.push({ type: 'text', text: bytes.toString() });
    }
  }

  item(item: Exclude<ContentItem, TextItem>): void {
    if (this.#tail.length === 0) this.#head.push(item);
    else this.#tail.push({ item, bytes: 0 });
  }

  /** Everything so far; the next observation starts empty. */
  take(): ContentItem[] {
    const items = this.#head;
    for (const { item } of this.#tail) {
      if (item.type !== 'gap') items.push(item);
      else
        items.push({
          type: 'text',
          text: `[Code Mode session output limit reached: omitted ${item.bytes} text bytes; discarded ${item.pieces} text segments, 0 images, 0 audio items]`,
        });
    }
    this.#head = [];
    this.#headBytes = 0;
    this.#tail = [];
    this.#tailBytes = 0;
    this.#oldest = 0;
    return items;
  }

  #longText(whole: Buffer): void {
    let bytes = whole;
    const room = half - this.#headBytes;
    if (this.#tail.length === 0 && room > 0) {
      const cut = characterStart(bytes, room);
      if (cut > 0) this.#head.push({ type: 'text', text: bytes.toString('utf8', 0, cut) });
      this.#headBytes = half;
      bytes = bytes.subarray(cut);
    }
    this.#tail.push({ item: { type: 'text', text: bytes.toString() }, bytes: bytes.length });
    this.#tailBytes += bytes.length;
    while (this.#tailBytes > half) this.#dropOldest();
  }

  #dropOldest(): void {
    let entry = this.#tail[this.#oldest];
    while (entry !== undefined && entry.item.type !== 'text') entry = this.#tail[++this.#oldest];
    if (entry === undefined || entry.item.type !== 'text') return;
    const excess = this.#tailBytes - half;
    if (entry.bytes <= excess) {
      this.#tailBytes -= entry.bytes;
      this.#gapAt(this.#oldest, entry.bytes, 1, true);
      return;
    }
    const bytes = Buffer.from(entry.item.text);
    const cut = characterEnd(bytes, excess);
    entry.item = { type: 'text', text: bytes.toString('utf8', cut) };
    entry.bytes -= cut;
    this.#tailBytes -= cut;
    this.#gapAt(this.#oldest, cut, 0, false);
  }

  /** Notes dropped text just before `index`, or in its place. */
  #gapAt(index: number, bytes: number, pieces: number, replace: boolean): void {
    const before = this.#tail[index - 1]?.item;
    if (before?.type === 'gap') {
      before.bytes += bytes;
      before.pieces += pieces;
      if (replace) this.#tail.splice(index, 1);
      return;
    }
    this.#tail.splice(index, replace ? 1 : 0, { item: { type: 'gap', bytes, pieces }, bytes: 0 });
    this.#oldest = index + 1;
  }
}

/** The last offset not after `at` where a character starts. */
export function characterStart(bytes: Uint8Array, at: number): number {
  let offset = Math.min(at, bytes.length);
  while (offset > 0 && offset < bytes.length && ((bytes[offset] ?? 0) & 0xc0) === 0x80) offset--;
  return offset;
}

/** The first offset not before `at` where a character starts. */
export function characterEnd(bytes: Uint8Array, at: number): number {
  let offset = Math.min(at, bytes.length);
  while (offset < bytes.length && ((bytes[offset] ?? 0) & 0xc0) === 0x80) offset++;
  return offset;
}

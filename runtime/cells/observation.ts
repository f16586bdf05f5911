/**
 * What a cell has put out since its last response, within 1 MiB of text: the first half and the last half of it stay,
 * what lay between becomes a line that says how much it was (code-mode §4).
 *
 * Invariant: images and audio keep their place; a cut falls between characters.
 */

import type { ContentItem, TextItem } from '../base/content.ts';
import { characterEnd, characterStart } from './characters.ts';
import { bounds } from './limits.ts';
import { textItem } from './longText.ts';

/** A stretch of text that was dropped: bytes in all, and how many pieces went whole. */
interface Gap {
  readonly type: 'gap';
  bytes: number;
  pieces: number;
}

interface Tail {
  item: ContentItem;
  bytes: number;
}

const half = bounds.observationTextBytes / 2;
/** So many given up places at the front of a queue are worth a copy of the rest. */
const manyPlaces = 1_024;

export class Observation {
  #head: ContentItem[] = [];
  #headBytes = 0;
  /** What stands between the first half and the oldest text of the last: gaps, and media among them. */
  #middle: (Exclude<ContentItem, TextItem> | Gap)[] = [];
  /** The last half, from `#oldest` on. */
  #tail: Tail[] = [];
  #tailBytes = 0;
  #oldest = 0;
  /** The first half is full. */
  #headIsFull = false;

  text(text: string): void {
    const bytes = Buffer.byteLength(text);
    if (this.#headIsFull) this.#last({ type: 'text', text }, bytes);
    else if (this.#headBytes + bytes > half) this.#longText(Buffer.from(text));
    else {
      this.#headBytes += bytes;
      this.#head.push({ type: 'text', text });
    }
  }

  /** The same for text that has come as UTF-8 bytes, which are looked at only now. */
  bytes(bytes: Buffer): void {
    if (this.#headIsFull) this.#last(textItem(bytes), bytes.length);
    else if (this.#headBytes + bytes.length > half) this.#longText(bytes);
    else {
      this.#headBytes += bytes.length;
      this.#head.push(textItem(bytes));
    }
  }

  item(item: Exclude<ContentItem, TextItem>): void {
    if (this.#headIsFull) this.#tail.push({ item, bytes: 0 });
    else this.#head.push(item);
  }

  /** Everything so far; the next observation starts empty. */
  take(): ContentItem[] {
    const items = this.#head;
    for (const item of this.#middle) {
      if (item.type !== 'gap') items.push(item);
      else
        items.push({
          type: 'text',
          text: `[Code Mode session output limit reached: omitted ${item.bytes} text bytes; discarded ${item.pieces} text segments, 0 images, 0 audio items]`,
        });
    }
    for (let i = this.#oldest; i < this.#tail.length; i++) {
      const entry = this.#tail[i];
      if (entry !== undefined) items.push(entry.item);
    }
    this.#head = [];
    this.#headBytes = 0;
    this.#headIsFull = false;
    this.#middle = [];
    this.#tail = [];
    this.#tailBytes = 0;
    this.#oldest = 0;
    return items;
  }

  /** The text that fills the first half: what still fits is its end, the rest begins the last half. */
  #longText(bytes: Buffer): void {
    const cut = characterStart(bytes, half - this.#headBytes);
    if (cut > 0) this.#head.push(textItem(bytes.subarray(0, cut)));
    this.#headIsFull = true;
    this.#last(textItem(bytes.subarray(cut)), bytes.length - cut);
  }

  #last(item: TextItem, bytes: number): void {
    this.#tail.push({ item, bytes });
    this.#tailBytes += bytes;
    while (this.#tailBytes > half) this.#dropOldest();
  }

  #dropOldest(): void {
    let entry = this.#tail[this.#oldest];
    while (entry !== undefined && entry.item.type !== 'text') {
      this.#middle.push(entry.item);
      entry = this.#tail[++this.#oldest];
    }
    if (entry === undefined || entry.item.type !== 'text') return;
    const excess = this.#tailBytes - half;
    if (entry.bytes <= excess) {
      this.#tailBytes -= entry.bytes;
      this.#drop(entry.bytes, 1);
      this.#oldest++;
      if (this.#oldest > manyPlaces && this.#oldest * 2 > this.#tail.length) {
        this.#tail = this.#tail.slice(this.#oldest);
        this.#oldest = 0;
      }
      return;
    }
    const bytes = Buffer.from(entry.item.text);
    const cut = characterEnd(bytes, excess);
    entry.item = textItem(bytes.subarray(cut));
    entry.bytes -= cut;
    this.#tailBytes -= cut;
    this.#drop(cut, 0);
  }

  #drop(bytes: number, pieces: number): void {
    const last = this.#middle.at(-1);
    if (last?.type === 'gap') {
      last.bytes += bytes;
      last.pieces += pieces;
    } else this.#middle.push({ type: 'gap', bytes, pieces });
  }
}

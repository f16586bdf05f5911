/**
 * The conversation as the next request carries it.
 *
 * A model gets its whole history with every request, which makes a recording grow with the square of its length. A
 * request replaces the reader's snapshot, so it may leave out the oldest items: only a window is kept. An item that
 * left never comes back, since it would come back as another one (trace-format §3, conversation items).
 */

import type { ResponseItem } from '../payloads.ts';
import { payloadText } from '../writer/bundleFolder.ts';

const MAX_ITEMS = 16;
/** UTF-16 code units of JSON. */
const MAX_SIZE = 32 * 1024;

interface Entry {
  readonly item: ResponseItem;
  /** As it stands in a request's `input` list. */
  readonly text: string;
}

export class RequestHistory {
  #entries: Entry[] = [];
  #size = 0;
  #unsent = 0;

  add(item: ResponseItem): void {
    const text = payloadText(item).replaceAll('\n', '\n    ');
    this.#entries.push({ item, text });
    this.#size += text.length;
    this.#unsent++;
  }

  /** True when something was said since the last request. */
  get hasNews(): boolean {
    return this.#unsent > 0;
  }

  /** The items of a request made now, and the JSON text of the list. News always goes in, however large. */
  take(): { items: readonly ResponseItem[]; text: string } {
    let drop = 0;
    const old = this.#entries.length - this.#unsent;
    while (drop < old && (this.#entries.length - drop > MAX_ITEMS || this.#size > MAX_SIZE)) {
      this.#size -= this.#entries[drop]?.text.length ?? 0;
      drop++;
    }
    if (drop > 0) this.#entries = this.#entries.slice(drop);
    this.#unsent = 0;
    const items = this.#entries.map(entry => entry.item);
    const texts = this.#entries.map(entry => entry.text);
    return { items, text: texts.length === 0 ? '[]' : `[\n    ${texts.join(',\n    ')}\n  ]` };
  }

  /** What the responder said itself needs no telling: it counts as sent. Only right after `take`, when there is no news. */
  addOwn(item: ResponseItem): void {
    this.add(item);
    this.#unsent--;
  }
}

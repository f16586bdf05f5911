/**
 * Collects text and keeps at most a number of characters of it: the beginning and the end.
 */

export class BoundedText {
  readonly #half: number;
  #head = '';
  #tail = '';
  #dropped = 0;

  /** `limit` in UTF-16 units. */
  constructor(limit: number) {
    this.#half = Math.floor(limit / 2);
  }

  push(text: string): void {
    const room = this.#half - this.#head.length;
    // Once something has gone to the tail, later text may not slip in front of it.
    const toHead = this.#tail === '' ? text.slice(0, Math.max(0, room)) : '';
    this.#head += toHead;
    this.#tail += text.slice(toHead.length);
    if (this.#tail.length > this.#half * 2) {
      this.#dropped += this.#tail.length - this.#half;
      this.#tail = this.#tail.slice(-this.#half);
    }
  }

  read(): string {
    const over = Math.max(0, this.#tail.length - this.#half);
    const dropped = this.#dropped + over;
    if (dropped === 0) return this.#head + this.#tail;
    return `${this.#head}\n[${dropped} characters of output were not kept]\n${this.#tail.slice(over)}`;
  }
}

/**
 * The memory through which an isolate passes short texts without a call, seen from the process's main thread.
 *
 * Invariant: texts come out in the order in which they were written, and never before a signal that was said earlier.
 * What the inside does with its half stands in `bootstrap/`.
 */

/** UTF-16 units of short texts the inside may write without a call. */
const ringUnits = 16_380;

export class TextRing {
  /** Given to the inside. */
  readonly shared = new SharedArrayBuffer(8 + ringUnits * 2);
  readonly #head = new Int32Array(this.shared, 0, 2);
  readonly #ring = Buffer.from(this.shared, 8);
  readonly #take: (texts: string[]) => void;
  #taken = 0;
  #signals = 0;

  constructor(take: (texts: string[]) => void) {
    this.#take = take;
  }

  /** The inside has said something; what it wrote before, up to `at`, comes first. */
  signalled(at: number): void {
    this.#signals++;
    this.drain(at);
  }

  /** Hands over the short texts written so far: all of them, or those before `at`. */
  drain(at = Atomics.load(this.#head, 0)): void {
    if (at <= this.#taken) return;
    const units = this.#ring.toString('utf16le', this.#taken * 2, at * 2);
    this.#taken = at;
    const texts: string[] = [];
    for (let i = 0; i < units.length; ) {
      const length = units.charCodeAt(i);
      texts.push(units.slice(i + 1, i + 1 + length));
      i += 1 + length;
    }
    this.#take(texts);
  }

  /** Hands over what a computing or stopped cell has written, unless a signal said before is still on its way. */
  poll(): void {
    const at = Atomics.load(this.#head, 0);
    if (!this.expectsSignal) this.drain(at);
  }

  /** Whether a signal has been said that has not come yet. */
  get expectsSignal(): boolean {
    return Atomics.load(this.#head, 1) !== this.#signals;
  }

  /** The inside is blocked in a call: take everything and let it begin anew. */
  empty(): void {
    this.drain();
    this.#taken = 0;
    Atomics.store(this.#head, 0, 0);
  }
}

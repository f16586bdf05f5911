/**
 * The last request of each thread, as bytes, so that what the next one repeats need not be parsed again.
 *
 * A conversation is sent in full with every request: the front of a request's list is nearly always the whole list of the
 * request before, byte for byte. Invariant: an element is only taken over when all bytes up to its end are the same, which
 * makes it the same element of the same list, and valid JSON for the same reason.
 * Holds a bounded number of bytes; a thread that falls out is parsed in full once more.
 */

import { listSpans, listStarts } from './jsonSpans.ts';

/** What is remembered of one request. */
interface Past {
  readonly inferenceId: string;
  readonly bytes: Buffer;
  /** Elements of the list that were items: how many lie before each element. */
  readonly itemsBefore: readonly number[];
  /** Elements from here on must be read anew. */
  readonly limit: number;
  /** End of each element; found when first needed. */
  ends: number[] | undefined;
}

/** What a request has in common with the one before. */
export interface Repetition {
  readonly elements: number;
  readonly items: number;
  /** Where the rest of the list begins: after the last repeated element. */
  readonly end: number;
}

const heldBytes = 256 * 1024 * 1024;
/** Where this much is not the same, looking for a repetition costs more than parsing. */
const worthwhile = 256;

export class RequestHistory {
  /** Least recently used first. */
  readonly #threads = new Map<string, Past>();
  readonly #recycles: boolean;
  #held = 0;
  #spare: Buffer | undefined;

  /** `recycles`: buffers that were read into belong to whoever read, so they may be used again. */
  constructor(recycles: boolean) {
    this.#recycles = recycles;
  }

  /** A buffer to read the next request into. */
  takeSpare(): Buffer {
    const spare = this.#spare ?? Buffer.allocUnsafeSlow(1 << 16);
    this.#spare = undefined;
    return spare;
  }

  /** What `bytes` repeats of the request of `inferenceId`, if that is the one that is remembered. */
  repetition(threadId: string, inferenceId: string | undefined, bytes: Buffer): Repetition | undefined {
    const past = this.#threads.get(threadId);
    if (!past || past.inferenceId !== inferenceId || past.limit === 0) return undefined;
    if (countSame([worthwhile], past.bytes, bytes) === 0) return undefined;
    past.ends ??= endsOf(past.bytes);
    const elements = Math.min(countSame(past.ends, past.bytes, bytes), past.limit);
    const end = past.ends[elements - 1];
    return end === undefined ? undefined : { elements, items: past.itemsBefore[elements] ?? 0, end };
  }

  /**
   * Remembers a request. `repeated` is what it has in common with the one before, `isItem` tells for each of the other
   * elements whether it was an item, `limit` how many of all elements may be taken over at all.
   */
  remember(
    threadId: string,
    request: { inferenceId: string; bytes: Buffer; repeated: Repetition | undefined; isItem: boolean[]; limit: number },
  ): void {
    const past = this.#threads.get(threadId);
    const { bytes, repeated, isItem, limit, inferenceId } = request;
    const itemsBefore = repeated && past ? past.itemsBefore.slice(0, repeated.elements + 1) : [0];
    for (const item of isItem) itemsBefore.push((itemsBefore.at(-1) ?? 0) + Number(item));
    const ends =
      repeated && past?.ends
        ? [...past.ends.slice(0, repeated.elements), ...restOfEnds(bytes, repeated.end)]
        : undefined;
    this.forget(threadId);
    this.#threads.set(threadId, { inferenceId, bytes, itemsBefore, limit, ends });
    this.#held += bytes.length;
    for (const oldest of this.#threads.keys()) {
      if (this.#held <= heldBytes || oldest === threadId) break;
      this.forget(oldest);
    }
  }

  forget(threadId: string): void {
    const past = this.#threads.get(threadId);
    if (!past) return;
    this.#threads.delete(threadId);
    this.#held -= past.bytes.length;
    if (this.#recycles) this.#spare = Buffer.from(past.bytes.buffer, past.bytes.byteOffset, capacityOf(past.bytes));
  }
}

function capacityOf(bytes: Buffer): number {
  return bytes.buffer.byteLength - bytes.byteOffset;
}

/** Nothing when there are two lists: only the last one counts, and it is too rare to bother. */
function endsOf(bytes: Buffer): number[] {
  const [start, second] = listStarts(bytes, 'input');
  return start === undefined || second !== undefined ? [] : restOfEnds(bytes, start);
}

function restOfEnds(bytes: Buffer, from: number): number[] {
  const spans: number[] = [];
  listSpans(bytes, from, spans);
  return spans.filter((_, index) => index % 2 === 1);
}

/** At how many of the ascending positions all bytes before are the same. Nearly always at all of them. */
function countSame(ascending: readonly number[], a: Buffer, b: Buffer): number {
  let same = 0;
  let low = 0;
  let high = ascending.length;
  for (let middle = high; low < high; middle = (low + high + 1) >> 1) {
    const to = ascending[middle - 1] ?? 0;
    if (to <= a.length && to <= b.length && a.compare(b, same, to, same, to) === 0) {
      low = middle;
      same = to;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

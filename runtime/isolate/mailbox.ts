/**
 * The process's half of the mail (`protocol/mail.ts`).
 *
 * After an answer the process looks for the cell's next call for some microseconds, because a cell that calls in a row
 * has it ready sooner than a sleeping thread could be woken. If that does not pay it stops looking for a while.
 * Invariant: an answer goes by mail only when nothing else given to the cell is still on its way there.
 */

import { letterUnits, mailHeadBytes, mailWords as word } from '../protocol/mail.ts';

export interface PostedCall {
  readonly id: number;
  readonly tool: number;
  readonly json: string;
  /** What stood in the text ring before. */
  readonly at: number;
}

/** How long the process looks for a call, ms. */
const watchMs = 0.06;
/** Answers slower than this are not worth waiting for awake, ms. */
const quickMs = 0.25;
/** After so many vain looks only one in so many is taken. */
const vainLooks = 4;
const seldom = 32;

export class Mailbox {
  /** Given to the inside. */
  readonly shared = new SharedArrayBuffer(mailHeadBytes + letterUnits * 4);
  readonly #words = new Int32Array(this.shared, 0, 16);
  readonly #call = Buffer.from(this.shared, mailHeadBytes, letterUnits * 2);
  readonly #answer = new Uint16Array(this.shared, mailHeadBytes + letterUnits * 2, letterUnits);
  /** Whether answers may go by mail and calls be looked for. */
  #open = true;
  /** How often the cell was given something the usual way. */
  #given = 0;
  #calledAt = 0;
  #vain = 0;

  /** While it is shut everything takes the usual way. */
  set open(open: boolean) {
    this.#open = open;
    if (!open) Atomics.store(this.#words, word.quick, 0);
  }

  /** One more signal has come the usual way. */
  received(): void {
    Atomics.add(this.#words, word.received, 1);
  }

  /** A call has come, by whichever way. */
  called(): void {
    this.#calledAt = performance.now();
  }

  /** The cell is about to be given something the usual way: it shall not be looking out for mail then. */
  giving(): void {
    this.#given++;
    Atomics.store(this.#words, word.listening, 0);
  }

  /** Hands an answer to a cell that is looking out for it; false when it is not. */
  answer(id: number, ok: boolean, json: string): boolean {
    if (!this.#open) return false;
    const words = this.#words;
    const slow = performance.now() - this.#calledAt > quickMs;
    Atomics.store(words, word.quick, slow ? 0 : 1);
    if (json.length > letterUnits || Atomics.load(words, word.listening) === 0) return false;
    if (Atomics.load(words, word.answer) !== 0) return false;
    if (Atomics.load(words, word.entered) !== this.#given) return false;
    for (let i = 0; i < json.length; i++) this.#answer[i] = json.charCodeAt(i);
    words[word.answerId] = id;
    words[word.answerOk] = ok ? 1 : 0;
    words[word.answerLength] = json.length;
    Atomics.store(words, word.answer, 1);
    return Atomics.load(words, word.listening) === 1 || Atomics.compareExchange(words, word.answer, 1, 0) !== 1;
  }

  /** Looks for the next call, unless `busy` says that there is something else to do. */
  watch(busy: () => boolean): PostedCall | null {
    if (!this.#open) return null;
    if (this.#vain > vainLooks && this.#vain++ % seldom !== 0) return null;
    const words = this.#words;
    const until = performance.now() + watchMs;
    Atomics.store(words, word.watching, 1);
    while (Atomics.load(words, word.call) === 0 && !busy() && performance.now() < until);
    Atomics.store(words, word.watching, 0);
    if (Atomics.compareExchange(words, word.call, 1, 2) !== 1) {
      this.#vain++;
      return null;
    }
    this.#vain = 0;
    const json = this.#call.toString('utf16le', 0, (words[word.callLength] ?? 0) * 2);
    const posted = { id: words[word.callId] ?? 0, tool: words[word.callTool] ?? 0, json, at: words[word.callAt] ?? 0 };
    Atomics.store(words, word.call, 0);
    return posted;
  }
}

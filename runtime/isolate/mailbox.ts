/**
 * The process's half of the mail (`protocol/mail.ts`).
 *
 * After a call and after its answer the process stays awake for a moment: its event loop goes round without sleeping,
 * so that neither the host with the answer nor the cell with its next call has to wake it. If that does not pay, it is
 * done seldom.
 * Invariants: an answer goes by mail only when nothing else given to the cell is still on its way there; a posted call
 * is taken before anything the inside said after it.
 */

import { letterUnits, mailHeadBytes, mailWords as word } from '../protocol/mail.ts';
import { Vigil } from './vigil.ts';

export interface PostedCall {
  readonly id: number;
  readonly tool: number;
  readonly json: string;
  /** What stood in the text ring before. */
  readonly at: number;
}

/** How long the process stays awake, ms. Whoever it waits for may have been woken on its processor. */
const awakeMs = 0.15;
/** Answers slower than this are not worth waiting for, ms. */
const quickMs = 0.25;

export class Mailbox {
  /** Given to the inside. */
  readonly shared = new SharedArrayBuffer(mailHeadBytes + letterUnits * 4);
  readonly #words = new Int32Array(this.shared, 0, 16);
  readonly #call = Buffer.from(this.shared, mailHeadBytes, letterUnits * 2);
  readonly #answer = new Uint16Array(this.shared, mailHeadBytes + letterUnits * 2, letterUnits);
  readonly #take: (call: PostedCall) => void;
  /** Whether answers may go by mail and calls be posted. */
  #open = true;
  /** How often the cell was given something the usual way. */
  #given = 0;
  #calledAt = 0;
  readonly #forCalls = new Vigil();
  readonly #forAnswers = new Vigil();
  /** What the process stays awake for, and until when. */
  #vigil: Vigil | null = null;
  #until = 0;

  /** `take` is given each posted call. */
  constructor(take: (call: PostedCall) => void) {
    this.#take = take;
  }

  /** While it is shut everything takes the usual way. */
  set open(open: boolean) {
    this.#open = open;
    if (open) return;
    Atomics.store(this.#words, word.quick, 0);
    this.#until = 0;
  }

  /** One more signal has come the usual way. */
  received(): void {
    this.look();
    Atomics.add(this.#words, word.received, 1);
  }

  /** A call has come, by whichever way. `alone`: the cell waits for nothing else. */
  called(alone: boolean): void {
    this.#calledAt = performance.now();
    if (alone) this.#stayAwake(this.#forAnswers);
  }

  /** The cell is about to be given something the usual way: it shall not be waiting for mail then. */
  giving(): void {
    this.#given++;
    if (Atomics.exchange(this.#words, word.listening, 0) === 1) this.#ring();
  }

  /** How much of what was given the usual way the cell has not taken yet. */
  get behind(): number {
    return this.#given - Atomics.load(this.#words, word.entered);
  }

  /** Hands an answer to a cell that is waiting for it; false when it is not. */
  answer(id: number, ok: boolean, json: string): boolean {
    if (!this.#open) return false;
    if (this.#vigil === this.#forAnswers) this.#forAnswers.paid();
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
    this.#ring();
    return Atomics.load(words, word.listening) === 1 || Atomics.compareExchange(words, word.answer, 1, 0) !== 1;
  }

  /** The cell has been given the last answer it waited for: what called in a row may do so again at once. */
  answered(): void {
    this.#stayAwake(this.#forCalls);
  }

  /** Takes the call that has been posted, if there is one. */
  look(): void {
    const words = this.#words;
    if (Atomics.compareExchange(words, word.call, 1, 2) !== 1) return;
    this.#forCalls.paid();
    const json = this.#call.toString('utf16le', 0, (words[word.callLength] ?? 0) * 2);
    const call = { id: words[word.callId] ?? 0, tool: words[word.callTool] ?? 0, json, at: words[word.callAt] ?? 0 };
    Atomics.store(words, word.call, 0);
    this.#take(call);
  }

  #ring(): void {
    Atomics.store(this.#words, word.bell, 1);
    Atomics.notify(this.#words, word.bell);
  }

  #stayAwake(vigil: Vigil): void {
    if (!this.#open || !vigil.worthwhile) return;
    const asleep = this.#vigil === null;
    this.#vigil = vigil;
    this.#until = performance.now() + awakeMs;
    if (!asleep) return;
    Atomics.store(this.#words, word.watching, 1);
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    this.look();
    if (performance.now() < this.#until) {
      setImmediate(this.#turn);
      return;
    }
    this.#vigil?.wasVain();
    this.#vigil = null;
    Atomics.store(this.#words, word.watching, 0);
    // What was posted at the last moment.
    this.look();
  };
}

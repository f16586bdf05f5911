/**
 * The inside's half of the mail (`protocol/mail.ts`). Evaluated in the isolate as text.
 *
 * While a cell does nothing but wait for the answer of its only open call, its thread waits for it where it stands: one
 * that went back to where threads wait for work would have to be given the answer as a task.
 * Invariants: order is kept (a call is posted only when everything said before has been received); waiting is bounded,
 * and ends at once when the process has anything else for the cell.
 */

import type { MailWords } from '../../protocol/mail.ts';
import type { Kit } from './kit.ts';

export interface Mail {
  /** Hands a call to the process; false when it is not looking and has to be told the usual way. */
  post(id: number, tool: number, json: string): boolean;
  /** Waits for an answer as soon as the code that runs now has come to rest, and passes it to `settle`. */
  listen(settle: (id: number, ok: 0 | 1, json: string) => void): void;
  /** The process has come in. */
  entered(): void;
}

/** What a debugger wants to hear of calls that go by mail. */
export interface MailHooks {
  /** Before a call is posted; true: tell the process the usual way. */
  calling(id: number, tool: number): boolean;
  /** Before its answer is given to the code. */
  answered(id: number): void;
}

export function makeMail(
  kit: Kit,
  shared: SharedArrayBuffer,
  word: MailWords,
  headBytes: number,
  room: number,
  hooks: MailHooks | undefined,
): Mail {
  const { chain, writtenAfter, charCodeAt, fromCharCode, slice } = kit;
  const { load, store, compareExchange, wait } = Atomics;
  const words = new Int32Array(shared, 0, 16);
  const callUnits = new Uint16Array(shared, headBytes, room);
  const answerUnits = new Uint16Array(shared, headBytes + room * 2, room);
  /** Longest wait, ms. It sleeps: looking all the time would keep the processor from whoever has the answer. */
  const patience = 0.3;
  /** Microtasks the code's own have precedence by: most chains of promises are shorter. */
  const precedence = 3;
  const rest = kit.ownPromise();
  let entries = 0;
  let listening = false;
  let hops = 0;
  let settle: Parameters<Mail['listen']>[0] = () => {};

  function awaitAnswer(): void {
    if (hops > 0) {
      hops--;
      chain(rest, awaitAnswer, undefined);
      return;
    }
    listening = false;
    store(words, word.bell, 0);
    store(words, word.listening, 1);
    wait(words, word.bell, 0, patience);
    store(words, word.listening, 0);
    if (compareExchange(words, word.answer, 1, 2) !== 1) return;
    const id = words[word.answerId] as number;
    const ok = words[word.answerOk] as 0 | 1;
    const json = read(words[word.answerLength] as number);
    store(words, word.answer, 0);
    hooks?.answered(id);
    settle(id, ok, json);
  }

  function read(length: number): string {
    const u = answerUnits as unknown as Record<number, number>;
    let text = '';
    for (let i = 0; i < length; i += 8) {
      text += fromCharCode(u[i], u[i + 1], u[i + 2], u[i + 3], u[i + 4], u[i + 5], u[i + 6], u[i + 7]);
    }
    return text.length === length ? text : slice(text, 0, length);
  }

  return {
    post(id, tool, json) {
      const { length } = json;
      if (length > room || load(words, word.watching) === 0 || load(words, word.call) !== 0) return false;
      const at = writtenAfter(load(words, word.received));
      if (at < 0 || hooks?.calling(id, tool) === true) return false;
      for (let i = 0; i < length; i++) callUnits[i] = charCodeAt(json, i);
      words[word.callId] = id;
      words[word.callTool] = tool;
      words[word.callLength] = length;
      words[word.callAt] = at;
      store(words, word.call, 1);
      // Withdrawn if the process has just looked away; unless it took the letter at the last moment.
      return load(words, word.watching) === 1 || compareExchange(words, word.call, 1, 0) !== 1;
    },
    listen(taker) {
      if (listening || load(words, word.quick) === 0) return;
      settle = taker;
      listening = true;
      hops = precedence;
      chain(rest, awaitAnswer, undefined);
    },
    entered() {
      entries++;
      store(words, word.entered, entries);
    },
  };
}

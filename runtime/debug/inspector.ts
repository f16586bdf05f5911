/**
 * A client of V8's inspector protocol over whatever carries its messages.
 *
 * Invariants: every command settles once, at the latest when the other side ends; events are handed over in order.
 */

import { isRecord } from '../base/json.ts';
import type { Method, Results } from './inspectorTypes.ts';

/** The inspector refused a command, or is gone. */
class InspectorError extends Error {}

interface Waiting {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: InspectorError): void;
}

export class Inspector {
  readonly #send: (message: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  /** Gets `Debugger.paused` and the like. */
  onEvent: (method: string, params: unknown) => void = () => {};
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #alone: Promise<unknown> = Promise.resolve();
  #lastId = 0;
  #over: string | null = null;

  constructor(send: (message: string) => void) {
    this.#send = send;
  }

  /** Rejects with `InspectorError`. */
  command<M extends Method>(method: M, params: object = {}): Promise<Results[M]> {
    if (this.#over !== null) return Promise.reject(new InspectorError(this.#over));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve: result => resolve(result as Results[M]), reject });
      this.#send(JSON.stringify({ id, method, params }));
    });
  }

  /**
   * A command that runs code to answer, once those before it have. V8 takes one that comes while such code runs at once, in
   * the middle of it; that has cost the process.
   */
  alone<M extends Method>(method: M, params: object): Promise<Results[M]> {
    const answered = this.#alone.then(() => this.command(method, params));
    this.#alone = answered.catch(() => {});
    return answered;
  }

  /** A command whose failure means nothing: it came too late. */
  tell(method: Method, params: object = {}): void {
    this.command(method, params).catch(() => {});
  }

  /** Events of one kind, in place of `onEvent`, until the returned function is called. */
  on(method: string, listener: (params: unknown) => void): () => void {
    this.#listeners.set(method, listener);
    return () => this.#listeners.delete(method);
  }

  receive(text: string): void {
    const message: unknown = JSON.parse(text);
    if (!isRecord(message)) return;
    if (typeof message.method === 'string') {
      const listener = this.#listeners.get(message.method);
      if (listener === undefined) this.onEvent(message.method, message.params);
      else listener(message.params);
      return;
    }
    const waiting = this.#waiting.get(Number(message.id));
    if (waiting === undefined) return;
    this.#waiting.delete(Number(message.id));
    if (isRecord(message.error)) waiting.reject(new InspectorError(`${String(message.error.message)}`));
    else waiting.resolve(message.result);
  }

  end(why: string): void {
    this.#over = why;
    for (const waiting of this.#waiting.values()) waiting.reject(new InspectorError(why));
    this.#waiting.clear();
  }
}

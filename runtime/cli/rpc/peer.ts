/**
 * One side of a JSON-RPC 2.0 connection: answers requests, makes requests, sends notifications.
 *
 * Invariants: every request with an id is answered exactly once; what cannot be understood is answered with a null id and
 * the connection goes on. Requests are served as they come, several at a time. Leaves out batches: they are refused.
 */

import { deferred } from '../../base/deferred.ts';
import { isRecord, type JsonValue } from '../../base/json.ts';
import { FrameReader, writeFrame } from './frames.ts';

export const errorCodes = {
  parse: -32700,
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
} as const;

/** An error with the code it is answered with. */
export class RpcError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.name = 'RpcError';
    this.code = code;
  }
}

type Id = string | number;
export type Serve = (method: string, params: unknown) => Promise<unknown>;

interface Pending {
  resolve(result: JsonValue | undefined): void;
  reject(error: Error): void;
}

export class Peer {
  readonly #write: (text: string) => void;
  readonly #serve: Serve;
  readonly #frames = new FrameReader();
  readonly #pending = new Map<Id, Pending>();
  #lastId = 0;

  /** `write` takes framed text; `serve` answers requests, rejecting with an error that may carry a `code`. */
  constructor(write: (text: string) => void, serve: Serve) {
    this.#write = write;
    this.#serve = serve;
  }

  receive(bytes: Buffer): void {
    for (const frame of this.#frames.push(bytes)) {
      if (frame.type === 'bad') this.#refuse(errorCodes.parse, `bad frame: ${frame.reason}`);
      else this.#message(frame.text);
    }
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  /** When `signal` aborts the other side is told so; the answer is still awaited. Rejects with its message. */
  async request(method: string, params: unknown, signal?: AbortSignal): Promise<JsonValue | undefined> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = deferred<JsonValue | undefined>();
    this.#pending.set(id, { resolve, reject });
    const cancel = () => this.notify('$/cancelRequest', { id });
    try {
      this.#ask(id, method, params);
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted) cancel();
      return await promise;
    } finally {
      this.#pending.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  #ask(id: Id, method: string, params: unknown): void {
    try {
      this.#send({ id, method, params });
    } catch (error) {
      // Values may be nested deeper than they can be written: that is no loss of the connection.
      throw new Error(`${method} could not be sent: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** The other side has gone: nothing it owes will come. */
  close(): void {
    for (const { reject } of this.#pending.values()) reject(new Error('the client closed the connection'));
    this.#pending.clear();
  }

  #message(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch (error) {
      this.#refuse(errorCodes.parse, `bad JSON: ${error instanceof Error ? error.message : error}`);
      return;
    }
    if (Array.isArray(message))
      this.#refuse(errorCodes.invalidRequest, 'batches are not supported; send each message alone');
    else if (!isRecord(message)) this.#refuse(errorCodes.invalidRequest, 'a message must be a JSON object');
    else if (typeof message.method === 'string') void this.#answer(message.method, message);
    // A result of `undefined` leaves no trace in JSON: an id that is awaited is an answer by itself.
    else if ('result' in message || 'error' in message || this.#pending.has(message.id as Id)) this.#settle(message);
    else this.#refuse(errorCodes.invalidRequest, 'a message needs "method", "result" or "error"', message.id);
  }

  async #answer(method: string, { id, params }: Record<string, unknown>): Promise<void> {
    if (id !== undefined && id !== null && !isId(id)) {
      this.#refuse(errorCodes.invalidRequest, '"id" must be a string or a number');
      return;
    }
    // Notifications of the client, such as a cancellation, change nothing here and get no answer.
    if (id === undefined) return;
    try {
      const result = await this.#serve(method, params);
      this.#send({ id, result: result ?? null });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const message = error instanceof Error ? error.message : String(error);
      this.#send({ id, error: { code: Number.isInteger(code) ? code : errorCodes.internal, message } });
    }
  }

  #settle({ id, result, error }: Record<string, unknown>): void {
    const pending = isId(id) ? this.#pending.get(id) : undefined;
    if (pending === undefined) return;
    if (error === undefined || error === null) pending.resolve((result ?? null) as JsonValue);
    else
      pending.reject(
        new Error(isRecord(error) && typeof error.message === 'string' ? error.message : JSON.stringify(error)),
      );
  }

  #refuse(code: number, message: string, id?: unknown): void {
    this.#send({ id: isId(id) ? id : null, error: { code, message } });
  }

  #send(message: Record<string, unknown>): void {
    this.#write(writeFrame(JSON.stringify({ jsonrpc: '2.0', ...message })));
  }
}

function isId(value: unknown): value is Id {
  return typeof value === 'string' || typeof value === 'number';
}

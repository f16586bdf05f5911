/**
 * The errors a caller of the runtime can meet.
 *
 * Invariant: the message alone says what happened; `code` is for programs. A cell that fails is not an error of the
 * request: it is a response with `errorText`.
 */

/** A request that could not be served. `code` is the JSON-RPC code `serve` sends (programs, serve). */
export class RequestError extends Error {
  readonly code = -32000;
  constructor(message: string) {
    super(message);
    this.name = 'RequestError';
  }
}

/**
 * Why no process that could hold cells came to life:
 * `no_node`: no Node that can load isolated-vm was found; `bad_node`: the one that was named cannot;
 * `no_addon`: isolated-vm has no build for this machine or is not installed; `start_failed`: the process ended early.
 */
export type StartErrorCode = 'no_node' | 'bad_node' | 'no_addon' | 'start_failed';

/** The runtime cannot start here. The message says what to do. */
export class StartError extends Error {
  readonly code: StartErrorCode;
  constructor(code: StartErrorCode, message: string) {
    super(message);
    this.name = 'StartError';
    this.code = code;
  }
}

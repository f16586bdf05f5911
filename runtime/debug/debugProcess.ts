/**
 * The process of a debugged cell and the session that lives in it. One cell, one process, no port.
 *
 * Invariants: the process is ended by SIGKILL and waited for; words about debugging go to the debugger, everything else
 * to the session, which does not know the difference.
 */

import { dirname } from 'node:path';
import { Child, type ChildListener } from '../cells/child.ts';
import { type CellBounds, type ChildSetup, defaultChildPath } from '../cells/childCommand.ts';
import { ChildPool } from '../cells/childPool.ts';
import { defaultLimits } from '../cells/limits.ts';
import { LiveSession } from '../cells/liveSession.ts';
import { chooseNode } from '../cells/nodeChoice.ts';
import { StartError } from '../cells/requestError.ts';
import type { LogHandler, SessionOptions } from '../cells/session.ts';
import type { DebugOrder, DebugWord } from '../protocol/debug.ts';
import type { FromChild } from '../protocol/messages.ts';

export interface DebugProcessOptions {
  readonly nodePath?: string;
  readonly childPath?: string;
  readonly limits?: Partial<CellBounds>;
  readonly onLog?: LogHandler;
}

export interface DebugListener {
  word(word: DebugWord, payload: string): void;
  /** A message of the cell, before the session gets it. */
  message(message: FromChild, payload: Buffer): void;
  ended(why: string): void;
}

/** Besides the heap of the cell, MB: Node itself and what V8 needs to say that the heap is full. */
const processSpareMb = 1_500;

export class DebugProcess {
  readonly #child: Child;
  readonly #setup: ChildSetup;
  readonly #log: LogHandler;

  private constructor(child: Child, setup: ChildSetup, log: LogHandler) {
    this.#child = child;
    this.#setup = setup;
    this.#log = log;
  }

  /** Rejects with `StartError`. */
  static async start(options: DebugProcessOptions): Promise<DebugProcess> {
    const log = options.onLog ?? (() => {});
    const childPath = options.childPath ?? defaultChildPath();
    const named = options.nodePath === undefined ? {} : { named: options.nodePath };
    const nodePath = await chooseNode({ from: dirname(childPath), ...named });
    const given = { ...defaultLimits, ...options.limits };
    const limits = { ...given, processMemoryMb: Math.max(given.processMemoryMb, given.memoryMb + processSpareMb) };
    const setup: ChildSetup = { nodePath, childPath, limits, warmIsolates: 1, debug: true };
    const child = new Child(setup, log);
    try {
      await child.ready;
    } catch (error) {
      await child.close();
      throw error;
    }
    return new DebugProcess(child, setup, log);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get ended(): boolean {
    return this.#child.ended;
  }

  /** Until a cell runs, the debugger is the only one to talk to. */
  listen(listener: DebugListener): void {
    this.#child.listener = this.#split(listener, null);
  }

  /** A session whose one cell runs here. */
  openSession(options: SessionOptions): LiveSession {
    return new LiveSession({
      options,
      limits: this.#setup.limits,
      pool: new OneChild(this.#setup, this.#log, this.#child),
      log: this.#log,
      onClosed: () => {},
    });
  }

  /** Calls `run`, which starts the cell, and puts the listener before the session's own. */
  started<Result>(listener: DebugListener, run: () => Result): Result {
    const result = run();
    this.#child.listener = this.#split(listener, this.#child.listener);
    return result;
  }

  /** One stored value as the cell will see it. Before it starts. */
  put(key: string, json: string): void {
    this.#child.send({ t: 'put', key }, json);
  }

  order(order: DebugOrder, payload?: string): void {
    this.#child.send(order, payload);
  }

  /** Lets the session see a message as if the process had sent it. */
  pretend(message: FromChild): void {
    this.#child.listener?.message(message, Buffer.alloc(0));
  }

  kill(why: string): void {
    this.#child.kill(why);
  }

  close(): Promise<void> {
    return this.#child.close();
  }

  #split(listener: DebugListener, session: ChildListener | null): ChildListener {
    return {
      message(message, payload) {
        if (message.t === 'debug') {
          listener.word(message, payload.toString());
          return;
        }
        listener.message(message, payload);
        session?.message(message, payload);
      },
      ended(why) {
        session?.ended(why);
        listener.ended(why);
      },
    };
  }
}

/** Gives its one process out once. */
class OneChild extends ChildPool {
  #child: Child | null;

  constructor(setup: ChildSetup, log: LogHandler, child: Child) {
    super(setup, log);
    this.#child = child;
  }

  override takeReady(): Child | null {
    const child = this.#child;
    this.#child = null;
    return child;
  }

  override take(): Promise<Child> {
    return Promise.reject(new StartError('start_failed', 'The process of a debugged cell holds one cell only.'));
  }
}

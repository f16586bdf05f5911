/**
 * One process that holds cells, seen from the host: start, messages, end.
 *
 * Invariants: `onEnd` fires once, however the process ends, and nothing is delivered after it; the process is only
 * ever ended by SIGKILL (a thread that never returns would keep an orderly exit waiting).
 */

import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { FrameReader } from '../protocol/frame.ts';
import { FrameWriter } from '../protocol/frameWriter.ts';
import { asFromChild, type FromChild, type ToChild } from '../protocol/messages.ts';
import { ParcelsIn, ParcelsOut } from '../protocol/parcels.ts';
import { Shelf } from '../protocol/shelf.ts';
import { type ChildSetup, childCommand } from './childCommand.ts';
import { bounds } from './limits.ts';
import { StartError } from './requestError.ts';
import type { LogHandler } from './session.ts';

/** What a message is delivered to. The payload is valid during the call only. */
export interface ChildListener {
  message(message: FromChild, payload: Buffer): void;
  ended(why: string): void;
}

export class Child {
  readonly pid: number;
  /** Settles when the process can take cells; rejects with `StartError`. */
  readonly ready: Promise<void>;
  listener: ChildListener | null = null;
  /** Why no new cells may go here, once there is a reason. */
  tainted: string | null = null;
  /** Whether `ready` has settled well. */
  isReady = false;
  /** Cells it has been given so far. */
  cells = 0;
  readonly #process: ChildProcess;
  readonly #pipe: Duplex;
  readonly #shelf: Shelf | null;
  readonly #writer: FrameWriter;
  readonly #log: LogHandler;
  #ended = false;
  #errorText = '';
  #settleReady: ((error?: StartError) => void) | null = null;
  readonly #exited: Promise<void>;

  constructor(setup: ChildSetup, log: LogHandler) {
    this.#log = log;
    const shelf = Shelf.open();
    this.#shelf = shelf;
    const command = childCommand(setup, shelf !== null);
    this.#process = spawn(command.file, command.args, {
      env: command.env,
      // The last is the pipe of frames; on Windows the child can only read and write it at once if it is overlapped.
      stdio: ['ignore', 'ignore', 'pipe', 'overlapped', ...(shelf === null ? [] : [shelf.fd])],
      windowsHide: true,
      // A group of its own: Ctrl-C in a terminal is for the host, which then terminates cells in their order.
      detached: true,
    });
    this.pid = this.#process.pid ?? 0;
    this.#pipe = this.#process.stdio[3] as Duplex;
    this.#writer = new FrameWriter(
      { write: bytes => !this.#ended && this.#pipe.write(bytes) },
      shelf && new ParcelsOut(shelf, 'host'),
    );
    this.ready = this.#becomeReady();
    this.ready.catch(() => {});
    const reader = new FrameReader(
      (header, payload) => this.#receive(header, payload),
      shelf && new ParcelsIn(shelf, 'host'),
    );
    this.#pipe.on('data', (chunk: Buffer) => {
      if (this.#ended) return;
      try {
        reader.push(chunk);
      } catch (error) {
        this.kill(error instanceof Error ? error.message : String(error));
      }
    });
    this.#pipe.on('error', error => this.#end(error.message));
    this.#pipe.on('close', () => this.#end('its pipe closed'));
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errorText = (this.#errorText + text).slice(-4_096);
    });
    this.#exited = new Promise(resolve => {
      this.#process.on('error', error => {
        this.#end(error.message);
        resolve();
      });
      this.#process.on('exit', (code, signal) => {
        this.#end(signal === null ? `it left with code ${code}` : `it was ended by ${signal}`);
        resolve();
      });
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  send(message: ToChild, payload?: string | Uint8Array): void {
    if (!this.#ended) this.#writer.send(message, payload);
  }

  /** Writes what is waiting without waiting for the turn to end. */
  flush(): void {
    this.#writer.flush();
  }

  /** Ends the process. The listener hears of it at once, if `why` is given. */
  kill(why?: string): void {
    this.#process.kill('SIGKILL');
    if (why !== undefined) this.#end(why);
  }

  /** Ends the process and waits until the system has it no more. */
  async close(): Promise<void> {
    this.listener = null;
    this.kill('it was closed');
    await this.#exited;
  }

  #receive(header: unknown, payload: Buffer): void {
    if (this.#ended) return;
    const message = asFromChild(header);
    if (message === null) {
      this.kill('it sent a message of an unknown shape');
      return;
    }
    if (message.t === 'ready') this.#settleReady?.();
    else if (message.t === 'unfit') this.#settleReady?.(new StartError('no_addon', payload.toString()));
    else if (message.t === 'tainted') {
      this.tainted = payload.toString();
      this.#log(`process ${this.pid}: ${this.tainted}`);
      this.listener?.message(message, payload);
    } else this.listener?.message(message, payload);
  }

  #becomeReady(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.kill(`it was not ready after ${bounds.startMs} ms`);
      }, bounds.startMs);
      timer.unref();
      this.#settleReady = error => {
        clearTimeout(timer);
        this.#settleReady = null;
        if (error === undefined) {
          this.isReady = true;
          this.#log(`process ${this.pid} is ready`);
          resolve();
        } else {
          reject(error);
          this.kill('it cannot hold cells');
        }
      };
    });
  }

  #end(why: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#process.kill('SIGKILL');
    this.#pipe.destroy();
    this.#shelf?.close();
    const said =
      this.#errorText
        .trim()
        .split('\n')
        .find(line => !/^(#|\s*$)/.test(line)) ?? '';
    this.#log(`process ${this.pid} ended: ${why}${said === '' ? '' : ` (${said})`}`);
    this.#settleReady?.(
      new StartError('start_failed', `The process for cells did not start: ${why}${said === '' ? '' : ` (${said})`}.`),
    );
    this.listener?.ended(why);
  }
}

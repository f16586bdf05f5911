/**
 * Writes a bundle in the background: whoever appends returns at once, a thread of its own does the disk work.
 *
 * Invariants: entries reach the disk in the order of `append`, payloads before their line; nothing here throws or
 * waits on the disk except `close`; whatever goes wrong becomes one call of `onFault`, and from then on entries are
 * dropped. Memory is bounded: when more than `maxPendingBytes` wait to be written, the disk counts as failed.
 */

import { Worker } from 'node:worker_threads';
import { EVENT_LOG } from './bundleFolder.ts';
import { type FromThread, type LogEntry, type ToThread, writerThread } from './writerThread.ts';

export interface WriterOptions {
  /** Called once at most, with a sentence for a person. */
  onFault(message: string): void;
  /** Default 64 MiB (UTF-16 code units are counted, not bytes). */
  readonly maxPendingBytes?: number;
  /** How long `close` waits for a thread that makes no progress, ms. Default 10 000. */
  readonly closePatienceMs?: number;
}

/** The thread's program, as text: bundling and packaging then never have to find a file for it. */
const program = `(${writerThread.toString()})({
  fs: require('node:fs'),
  port: require('node:worker_threads').parentPort,
  yieldToOthers() {
    try {
      if (process.platform === 'linux') require('node:os').setPriority(0, 5);
    } catch {}
  },
})`;

export class BundleWriter {
  readonly folder: string;
  readonly #options: WriterOptions;
  readonly #thread: Worker;
  #batch: LogEntry[] = [];
  #batchSize = 0;
  #pending = 0;
  #flushing = false;
  #dead = false;
  #progress = 0;
  #closing: Promise<void> | undefined;
  #onClosed: () => void = () => {};

  /** `folder` must exist; its log must not. */
  constructor(folder: string, options: WriterOptions) {
    this.folder = folder;
    this.#options = options;
    this.#thread = new Worker(program, { eval: true, execArgv: [], name: 'cellscope bundle writer' });
    this.#thread.on('message', (message: FromThread) => this.#hear(message));
    this.#thread.on('error', error => this.#fail(error.message));
    this.#thread.on('exit', () => this.#onClosed());
    this.#thread.unref();
    this.#post({ type: 'open', folder, log: EVENT_LOG });
  }

  append(entry: LogEntry): void {
    if (this.#dead || this.#closing) return;
    let size = entry.line.length;
    for (const [, text] of entry.files) size += text.length;
    if (this.#pending + this.#batchSize + size > (this.#options.maxPendingBytes ?? 64 * 1024 * 1024)) {
      this.#fail('the disk is too slow for this run');
      return;
    }
    this.#batch.push(entry);
    this.#batchSize += size;
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => this.flush());
  }

  /** Hands over what was appended so far. Happens by itself; a caller that knows the end of a burst may do it. */
  flush(): void {
    this.#flushing = false;
    if (this.#batch.length === 0 || this.#dead) return;
    const size = this.#batchSize;
    const entries = this.#batch;
    this.#batch = [];
    this.#batchSize = 0;
    if (this.#pending === 0) this.#thread.ref();
    this.#pending += size;
    this.#post({ type: 'write', entries, size });
  }

  /** Resolves when everything appended is on disk, or the writer has given up; never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#shut();
    return this.#closing;
  }

  async #shut(): Promise<void> {
    this.flush();
    if (!this.#dead) {
      const closed = new Promise<void>(resolve => {
        this.#onClosed = resolve;
      });
      this.#thread.ref();
      this.#post({ type: 'close' });
      const patience = this.#watchProgress();
      await closed;
      clearInterval(patience);
    }
    await this.#thread.terminate();
  }

  #watchProgress(): NodeJS.Timeout {
    let seen = this.#progress;
    return setInterval(() => {
      if (this.#progress === seen) this.#fail('the disk does not answer');
      seen = this.#progress;
    }, this.#options.closePatienceMs ?? 10_000);
  }

  #hear(message: FromThread): void {
    this.#progress++;
    switch (message.type) {
      case 'written':
        this.#pending -= message.size;
        if (this.#pending === 0 && !this.#closing) this.#thread.unref();
        return;
      case 'failed':
        this.#fail(message.message);
        return;
      case 'closed':
        this.#onClosed();
        return;
    }
  }

  #fail(reason: string): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#batch = [];
    this.#thread.unref();
    this.#onClosed();
    this.#options.onFault(
      `Recording to ${this.folder} stopped: ${reason}. The run goes on; what was written so far can still be opened.`,
    );
  }

  #post(message: ToThread): void {
    this.#thread.postMessage(message);
  }
}

/**
 * Writes a bundle in the background: whoever appends returns at once, a thread of its own does the disk work.
 *
 * Invariants: entries reach the disk in the order of `append`, payloads before their line; nothing here throws;
 * whatever goes wrong becomes one call of `onFault`, and from then on entries are dropped.
 * What is appended is handed over `HAND_OVER_MS` later at most, or at `flush`: that much a killed host loses, and what
 * the disk was behind. Memory is bounded: a run that is faster than its disk is held up once half of `maxPendingBytes`
 * wait to be written (`brakeMs`), and when all of it does, the disk counts as failed.
 */

import { EVENT_LOG } from './bundleFolder.ts';
import { startWriterThread, type ThreadListener, type WriterThread } from './startWriterThread.ts';
import { type FromThread, type Parts, PROGRESS } from './writerThread.ts';

/** Path under the bundle folder, JSON text, and whether the thread is to lay it out. */
export type PayloadFile = readonly [path: string, text: string, layout: 'compact' | 'pretty'];
export interface LogEntry {
  readonly files: readonly PayloadFile[];
  /** One event, without its newline. */
  readonly line: string;
}

export interface WriterOptions {
  /** Called once at most, with a sentence for a person. */
  onFault(message: string): void;
  /** Told by a thread that reads notes: something could not be made of them, and the rest goes on. */
  onMissed?(message: string): void;
  /** The file of a thread that reads notes; default is one that cannot. */
  readonly program?: string | undefined;
  /** Default 64 MiB (UTF-16 code units are counted, not bytes). */
  readonly maxPendingBytes?: number;
  /** How long `close` waits for a thread that makes no progress, ms. Default 10 000. */
  readonly closePatienceMs?: number;
  /** How long one hand-over may hold up the run while the disk is far behind, ms. Default 250. */
  readonly brakeMs?: number;
}

/** How long an entry may wait for others to go with it, ms. A message to a thread costs as much as an entry or two. */
const HAND_OVER_MS = 10;
/** A batch of so many UTF-16 code units goes at once. */
const FULL_BATCH = 256 * 1024;
/** A disk that writes nothing for so long is not waited for, ms. */
const BRAKE_STEP_MS = 100;

export class BundleWriter {
  readonly folder: string;
  readonly #options: WriterOptions;
  readonly #maxPending: number;
  readonly #thread: WriterThread;
  readonly #progress = new Int32Array(new SharedArrayBuffer(8));
  #batch: Parts = [];
  #batchSize = 0;
  /** Sizes of the batches on their way, oldest first. */
  #sent: number[] = [];
  #confirmed = 0;
  #pending = 0;
  #timer: NodeJS.Timeout | undefined;
  #dead = false;
  #closing: Promise<void> | undefined;
  #onClosed: () => void = () => {};

  /** `folder` must exist, its log be empty. Throws only when `program` is given and Node grants no threads. */
  constructor(folder: string, options: WriterOptions) {
    this.folder = folder;
    this.#options = options;
    this.#maxPending = options.maxPendingBytes ?? 64 * 1024 * 1024;
    const listener: ThreadListener = {
      message: message => this.#hear(message),
      failed: reason => this.#fail(reason),
      ended: () => {
        if (this.#closing === undefined) this.#fail('its thread has ended');
        this.#onClosed();
      },
    };
    this.#thread = startWriterThread(listener, options.program);
    this.#thread.post({ type: 'open', folder, log: EVENT_LOG, progress: this.#progress });
  }

  append({ files, line }: LogEntry): void {
    if (this.#dead || this.#closing) return;
    let size = line.length;
    for (const [path, text, layout] of files) {
      size += text.length;
      this.#batch.push(layout, path, text);
    }
    this.#batch.push('line', '', line);
    this.#appended(size);
  }

  /** Text that the thread of `program` makes entries of. */
  notes(text: string): void {
    if (this.#dead || this.#closing) return;
    this.#batch.push('notes', '', text);
    this.#appended(text.length);
  }

  #appended(size: number): void {
    this.#batchSize += size;
    if (this.#pending + this.#batchSize > this.#maxPending) this.#makeRoom();
    else if (this.#batchSize >= FULL_BATCH) this.flush();
    this.#timer ??= setTimeout(() => this.#tick(), HAND_OVER_MS);
  }

  /** Hands over what was appended so far. Happens by itself; a caller that knows the end of a burst may do it. */
  flush(): void {
    if (this.#batch.length === 0 || this.#dead) return;
    const parts = this.#batch;
    this.#sent.push(this.#batchSize);
    this.#pending += this.#batchSize;
    this.#batch = [];
    this.#batchSize = 0;
    this.#thread.post({ type: 'write', parts });
    if (this.#unwritten() > this.#maxPending / 2) this.#brake();
  }

  /** Resolves when everything appended is on disk, or the writer has given up; never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#shut();
    return this.#closing;
  }

  async #shut(): Promise<void> {
    clearTimeout(this.#timer);
    this.flush();
    if (!this.#dead) {
      const closed = new Promise<void>(resolve => {
        this.#onClosed = resolve;
      });
      this.#thread.ref();
      this.#thread.post({ type: 'close' });
      const patience = this.#watchProgress();
      await closed;
      clearInterval(patience);
    }
    await this.#thread.end();
  }

  #watchProgress(): NodeJS.Timeout {
    let seen = this.#steps();
    return setInterval(() => {
      if (this.#steps() === seen) this.#fail('the disk does not answer');
      seen = this.#steps();
    }, this.#options.closePatienceMs ?? 10_000);
  }

  /** Lives until everything is written: so long the process does, too. */
  #tick(): void {
    this.#timer = undefined;
    this.flush();
    if (!this.#dead && this.#unwritten() > 0) this.#timer = setTimeout(() => this.#tick(), HAND_OVER_MS);
  }

  #unwritten(): number {
    const done = Atomics.load(this.#progress, PROGRESS.batches);
    while (this.#confirmed < done) {
      this.#confirmed++;
      this.#pending -= this.#sent.shift() ?? 0;
    }
    return this.#pending;
  }

  #steps(): number {
    return Atomics.load(this.#progress, PROGRESS.batches) + Atomics.load(this.#progress, PROGRESS.files);
  }

  #makeRoom(): void {
    this.flush();
    if (this.#unwritten() > this.#maxPending) this.#fail('the disk is too slow for this run');
  }

  /** Better a run that goes as fast as its disk than one that is recorded in part. */
  #brake(): void {
    const until = performance.now() + (this.#options.brakeMs ?? 250);
    while (this.#unwritten() > this.#maxPending / 2 && performance.now() < until) {
      const steps = this.#steps();
      try {
        Atomics.wait(this.#progress, PROGRESS.batches, this.#confirmed, BRAKE_STEP_MS);
      } catch {
        return; // An embedder may forbid its main thread to wait.
      }
      if (this.#steps() === steps) return;
    }
  }

  #hear(message: FromThread): void {
    switch (message.type) {
      case 'failed':
        this.#fail(message.message);
        return;
      case 'missed':
        this.#options.onMissed?.(message.message);
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
    this.#onClosed();
    this.#options.onFault(
      `Recording to ${this.folder} stopped: ${reason}. The run goes on; what was written so far can still be opened.`,
    );
  }
}

/**
 * A rollout from disk, read in slices, and followed while somebody else still writes it.
 *
 * Invariants: viewers see what has been read so far; a log that turns out to go on is read on, a log that became another
 * one is read anew; what cannot be read is one sentence, and what was readable before it stays shown.
 * Leaves out `vscode`.
 */

import { type FSWatcher, statSync, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { logName } from '../../runtime/trace/bundle/openLog.ts';
import { retoldRefusal } from '../../runtime/trace/findings/readingTexts.ts';
import { TraceRefusal } from '../../runtime/trace/reducer/traceRefusal.ts';
import type { HeaderFacts } from '../../runtime/viewer/header.ts';
import { BundleReader } from './bundleReader.ts';
import { GrowingRollout, type GrowingRolloutOptions } from './growingRollout.ts';
import { Pulse } from './pulse.ts';

/** A log that was written so recently is taken to be growing, ms. */
const freshMs = 5_000;
/** A growing log that stays still for so long is taken to be over, ms. */
const stillMs = 30_000;
/** Time between two looks at a log that grows, ms. */
const noticeMs = 10;
/** How often the file is looked at besides the notices of the system, which some file systems never send, ms. */
const pollMs = 1_000;

export interface RecordedRolloutOptions extends GrowingRolloutOptions {
  readonly bundle: string;
}

export class RecordedRollout extends GrowingRollout {
  readonly loaded: Promise<void>;
  readonly #over = new AbortController();
  readonly #reading = new AbortController();
  readonly #notice = new Pulse(noticeMs, () => void this.#look(), { eager: true });
  #state: HeaderFacts['state'] = 'loading';
  #progress = 0;
  #reader: BundleReader | undefined;
  #watcher: FSWatcher | undefined;
  #poll: NodeJS.Timeout | undefined;
  #grewAtMs = 0;
  #looking = false;
  /** What lay there when it could not be read. */
  #unreadable = '';

  constructor(options: RecordedRolloutOptions) {
    super(options.bundle, options);
    this.loaded = this.#load(false);
  }

  protected override facts(): Omit<HeaderFacts, 'findings' | 'bundleKey'> {
    return { state: this.#state, ...(this.#state === 'loading' ? { progress: this.#progress } : {}) };
  }

  /** Stops the first reading; what was read stays. */
  cancel(): void {
    this.#reading.abort(new Error('Reading was cancelled: only the beginning of this rollout is shown.'));
  }

  override dispose(): void {
    this.#over.abort(new Error('The rollout was closed.'));
    this.#unfollow();
    this.#notice.dispose();
    this.#reader?.close();
    super.dispose();
  }

  /** Never rejects: what goes wrong is the problem of the rollout. */
  async #load(follow: boolean): Promise<void> {
    const previous = this.#reader;
    this.#reader = undefined;
    const there = this.#whatIsThere();
    const signal = AbortSignal.any([this.#over.signal, this.#reading.signal]);
    try {
      previous?.close();
      this.forgetFindings();
      this.complain(undefined);
      const reader = BundleReader.open(this.bundle, { onTouch: this.touched, onFinding: this.found });
      this.#reader = reader;
      const { size, mtimeMs } = await stat(join(this.bundle, logName));
      const fresh = follow || Date.now() - mtimeMs < freshMs;
      this.show(reader.graph, fresh);
      await reader.readOn(signal, bytes => {
        this.#progress = Math.min(1, bytes / size);
        this.headerChanged();
      });
      const growing = fresh && reader.graph.status === 'running' && !reader.graph.recording_complete;
      this.#grewAtMs = Date.now();
      if (growing) this.#become('live');
      else this.#end(reader);
      if (!reader.graph.recording_complete) this.#follow();
      else reader.close();
    } catch (error) {
      if (!this.#over.signal.aborted) this.#become('recorded');
      this.#fail(error, there);
    } finally {
      if (this.#over.signal.aborted) this.#reader?.close();
    }
  }

  /** Nothing more is expected: a last line that is cut off is told now, and open spans end where the log does. */
  #end(reader: BundleReader): void {
    reader.finish();
    if (this.#state === 'live') this.show(reader.graph, false);
    this.#become('recorded');
  }

  #become(state: HeaderFacts['state']): void {
    this.#state = state;
    this.headerChanged();
    this.settle();
  }

  /** The folder is watched, not the file: a watch on a file goes deaf when it is replaced. */
  #follow(): void {
    this.#unfollow();
    if (this.#over.signal.aborted) return;
    try {
      this.#watcher = watch(this.bundle, { persistent: false }, () => this.#notice.changed());
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // The poll below is enough.
    }
    this.#poll = setInterval(() => void this.#look(), pollMs);
    this.#poll.unref();
  }

  #unfollow(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    clearInterval(this.#poll);
  }

  /** What cannot be read may just be written: it is tried again when something else lies there than `there`. */
  #fail(error: unknown, there: string): void {
    this.#reader?.close();
    this.#reader = undefined;
    if (this.#over.signal.aborted) return;
    this.complain(this.#sentence(error));
    this.#unreadable = there;
    if (this.#reading.signal.aborted) this.#unfollow();
    else this.#follow();
  }

  #whatIsThere(): string {
    return [logName, 'manifest.json']
      .map(name => {
        const found = statSync(join(this.bundle, name), { throwIfNoEntry: false });
        return found?.isFile() ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
      })
      .join();
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#over.signal.aborted) return;
    this.#looking = true;
    try {
      const reader = this.#reader;
      if (!reader) {
        if (this.#whatIsThere() !== this.#unreadable) await this.#load(true);
        return;
      }
      const news = reader.news();
      if (news === 'none') return this.#still(reader);
      const goesOn = this.#state === 'live' && news === 'grown';
      this.#grewAtMs = Date.now();
      if (!goesOn) return void (await this.#load(true));
      await reader.readOn(this.#over.signal, () => {});
      if (reader.graph.status !== 'running') this.#become('recorded');
      if (!reader.graph.recording_complete) return;
      this.#become('recorded');
      this.#unfollow();
      reader.close();
    } catch (error) {
      this.#fail(error, '');
    } finally {
      this.#looking = false;
    }
  }

  #still(reader: BundleReader): void {
    if (this.#state === 'live' && Date.now() - this.#grewAtMs > stillMs) this.#end(reader);
  }

  /** Paths within the bundle are said without the way to it, which the viewer's title and the tree show already. */
  #sentence(error: unknown): string {
    const parts = error instanceof TraceRefusal ? [error.message, ...error.causes] : [messageOf(error)];
    const told = parts.map(part => retoldRefusal(part, this.findingTexts));
    return told.join(': ').replaceAll(`${this.bundle}${sep}`, '');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

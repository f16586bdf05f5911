/**
 * Where facts become events: here (`LocalRecording`), or in the thread that writes them (`ThreadRecording`), which
 * costs a run least and leaves nothing for a live view.
 *
 * Invariant: the same facts give the same events either way.
 */

import type { SessionFact } from '../../base/observer.ts';
import type { BundleWriter } from '../writer/bundleWriter.ts';
import { EventLog, type EventLogOptions } from './eventLog.ts';
import { type Beginning, type Notes, notesText } from './notes.ts';
import { Scribe } from './scribe.ts';

export interface Recording {
  record(facts: readonly SessionFact[]): void;
  /** The end of the rollout; nothing may follow. */
  finish(atMs: number): void;
}

export class LocalRecording implements Recording {
  readonly #scribe: Scribe;
  readonly #onMissed: (reason: string) => void;

  /** `onMissed`: a fact could not be written; the others are. */
  constructor(
    { atMs, traceId, threadId, metadata }: Beginning,
    options: Omit<EventLogOptions, 'rolloutId'>,
    onMissed: (reason: string) => void,
  ) {
    this.#onMissed = onMissed;
    this.#scribe = new Scribe(new EventLog({ ...options, rolloutId: threadId }), atMs, traceId, metadata);
  }

  record(facts: readonly SessionFact[]): void {
    for (const fact of facts) this.#guarded(() => this.#scribe.record(fact));
  }

  finish(atMs: number): void {
    this.#guarded(() => this.#scribe.finish(atMs));
  }

  #guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.#onMissed(reasonOf(error));
    }
  }
}

export class ThreadRecording implements Recording {
  readonly #writer: BundleWriter;
  readonly #onMissed: (reason: string) => void;

  /** `writer` has the program of `recorderThread.ts`. */
  constructor(beginning: Beginning, writer: BundleWriter, onMissed: (reason: string) => void) {
    this.#writer = writer;
    this.#onMissed = onMissed;
    this.#note({ type: 'begin', beginning });
  }

  record(facts: readonly SessionFact[]): void {
    if (facts.length > 0) this.#note({ type: 'facts', facts });
  }

  finish(atMs: number): void {
    this.#note({ type: 'end', atMs });
  }

  #note(notes: Notes): void {
    this.#writer.notes(notesText(notes, error => this.#onMissed(reasonOf(error))));
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

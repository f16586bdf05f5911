/**
 * One session of cells as this window holds it: the session itself, the book of its cells, what it may touch, and where
 * each cell's text came from.
 *
 * A session belongs to a folder, not to a command or an editor: its cells outlive whoever started them.
 */

import type { CellResponse } from '../../runtime/base/content.ts';
import { asId, type CallId, type CellId } from '../../runtime/base/ids.ts';
import type { Session, WaitOutcome } from '../../runtime/library.ts';
import type { CellBook, CellRecord } from './cellBook.ts';
import { type CellSource, movedSource } from './cellSource.ts';
import type { Moved } from './movedBy.ts';

/** Names for calls of a person: like a model's, unique within the session. */
let calls = 0;
function newCallId(): CallId {
  calls += 1;
  return asId<CallId>(`call_person_${calls}`);
}

export interface CellSessionParts {
  readonly session: Session;
  readonly book: CellBook;
  /** Path of the folder the tools work in; absent when cells get no tools. */
  readonly root?: string;
  readonly recording: { readonly bundle: string; readonly kept: boolean };
  /** What a person calls it: the folder's name. */
  readonly name: string;
  /** What a person has changed since the session was opened, of that which each request may say for itself. */
  readonly pace: () => { readonly yieldTimeMs?: number; readonly maxOutputTokens?: number };
  /** Ends what belongs to the session besides the session itself. */
  readonly end: () => Promise<void>;
}

/** A cell, wherever it lives. */
export interface CellHandle {
  readonly owner: CellSession;
  readonly cell: CellRecord;
}

export class CellSession {
  readonly session: Session;
  readonly book: CellBook;
  readonly root: string | undefined;
  /** The folder of the rollout; only a name unless `recorded`. */
  readonly bundle: string;
  readonly recorded: boolean;
  readonly name: string;
  readonly #pace: CellSessionParts['pace'];
  readonly #end: () => Promise<void>;
  readonly #sources = new Map<CallId, CellSource>();
  #over: Promise<void> | undefined;

  constructor(parts: CellSessionParts) {
    this.session = parts.session;
    this.book = parts.book;
    this.root = parts.root;
    this.bundle = parts.recording.bundle;
    this.recorded = parts.recording.kept;
    this.name = parts.name;
    this.#pace = parts.pace;
    this.#end = parts.end;
  }

  get closed(): boolean {
    return this.#over !== undefined;
  }

  /**
   * Starts a cell. `onCell` is called as soon as the cell has its id. Rejects with `RequestError` when the source is
   * refused; a failing cell is a response.
   */
  async run(source: CellSource, onCell: (cell: CellRecord) => void): Promise<CellResponse> {
    const callId = newCallId();
    this.#sources.set(callId, source);
    const seen = this.book.onDidChange(cell => {
      if (cell.callId !== callId) return;
      seen.dispose();
      onCell(cell);
    });
    try {
      return await this.session.exec({ source: source.text, callId, ...this.#pace() });
    } finally {
      seen.dispose();
    }
  }

  wait(cellId: CellId, yieldTimeMs?: number): Promise<WaitOutcome> {
    const time = yieldTimeMs === undefined ? {} : { yieldTimeMs };
    return this.session.wait({ cellId, callId: newCallId(), ...this.#budget(), ...time });
  }

  terminate(cellId: CellId): Promise<WaitOutcome> {
    return this.session.wait({ cellId, callId: newCallId(), ...this.#budget(), terminate: true });
  }

  /** Where the text of a cell stands, when it was run from a document. */
  sourceOf(cell: CellRecord): CellSource | undefined {
    return this.#sources.get(cell.callId);
  }

  /** Documents that texts came from have other addresses now. */
  moveSources(moved: Moved): void {
    for (const [callId, source] of this.#sources) this.#sources.set(callId, movedSource(source, moved));
  }

  #budget(): { readonly maxTokens?: number } {
    const { maxOutputTokens } = this.#pace();
    return maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens };
  }

  /** Ends every cell and everything they started. A second call waits for the first. */
  close(): Promise<void> {
    this.#over ??= this.session.close().finally(this.#end);
    return this.#over;
  }
}

/**
 * The rollout of a session of this window: fed by the recorder's events as they happen, not by the disk.
 *
 * Invariants: the fold is the one that reads bundles, so live and recorded look the same; an event that cannot be
 * folded is told to the log and never reaches the run.
 */

import type { PayloadId } from '../../runtime/base/ids.ts';
import { memoryPayloads, type PayloadSource } from '../../runtime/trace/bundle/payloadSource.ts';
import type { PayloadRef, RawEvent } from '../../runtime/trace/events.ts';
import type { Graph } from '../../runtime/trace/model.ts';
import { createReducer, type Reducer } from '../../runtime/trace/reducer/reducer.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import type { HeaderFacts } from '../../runtime/viewer/header.ts';
import type { PayloadResult } from '../../runtime/viewer/messages.ts';
import type { CellBook } from '../cells/cellBook.ts';
import { GrowingRollout, type GrowingRolloutOptions } from './growingRollout.ts';

export interface LiveRolloutOptions extends GrowingRolloutOptions {
  readonly bundle: string;
  readonly book: CellBook;
  /** False: there is nothing on disk, and payloads are gone once they were folded. */
  readonly kept: boolean;
}

export class LiveRollout extends GrowingRollout {
  readonly loaded = Promise.resolve();
  readonly #options: LiveRolloutOptions;
  readonly #payloads = new LastPayloads();
  readonly #bookChanges: { dispose(): void };
  #reducer: Reducer | undefined;
  #line = 0;
  #live = true;

  constructor(options: LiveRolloutOptions) {
    super(options.bundle, options);
    this.#options = options;
    this.#bookChanges = options.book.onDidChange(() => this.headerChanged());
  }

  protected override facts(): Omit<HeaderFacts, 'findings' | 'bundleKey'> {
    const liveCells = this.#options.book.live.map(({ cellId, title }) => {
      const ref = this.graph && cellEntityOf(this.graph, cellId);
      return { cellId, label: title, ...(ref ? { ref } : {}) };
    });
    return { state: this.#live ? 'live' : 'recorded', liveCells };
  }

  override payload(payloadId: string): Promise<PayloadResult> {
    if (this.#options.kept) return super.payload(payloadId);
    return Promise.resolve({ ok: false, message: 'This session is not recorded, so its payloads were not kept.' });
  }

  /** The recorder's live feed. Never throws. */
  readonly feed = (event: RawEvent, payloads: ReadonlyMap<PayloadId, Buffer>): void => {
    try {
      this.#payloads.hold(payloads);
      this.#reducer ??= this.#begin(event);
      this.#line += 1;
      this.#reducer.apply(event, { line: this.#line });
    } catch (error) {
      this.#options.onFault(error);
    }
  };

  /** Something about the recording that a person should know, such as a full disk. */
  warn(message: string): void {
    this.complain(message);
  }

  /** The session has ended: nothing follows. */
  end(): void {
    this.#live = false;
    this.#bookChanges.dispose();
    this.headerChanged();
    this.settle();
  }

  override dispose(): void {
    this.#bookChanges.dispose();
    super.dispose();
  }

  #begin(event: RawEvent): Reducer {
    const { payload } = event;
    const started = payload.type === 'rollout_started' ? payload : undefined;
    const reducer = createReducer({
      root: {
        trace_id: started?.trace_id ?? '',
        rollout_id: event.rollout_id,
        root_thread_id: started?.root_thread_id ?? event.rollout_id,
        started_at_unix_ms: event.wall_time_unix_ms,
      },
      payloads: this.#payloads,
      strict: false,
      onTouch: this.touched,
      onFinding: this.found,
    });
    this.show(reducer.graph, true);
    return reducer;
  }
}

/** The entity of a cell by its id within the session; the latest when threads have used the same id. */
function cellEntityOf(graph: Graph, cellId: string): EntityRef | undefined {
  const cell = [...graph.code_cells.values()].findLast(each => each.runtime_cell_id === cellId);
  return cell && { kind: 'code_cell', id: cell.code_cell_id };
}

/** The payloads of the event at hand: the fold reads them once, and later ones are on disk. */
class LastPayloads implements PayloadSource {
  readonly givesAway = false;
  #last = memoryPayloads(new Map());

  hold(payloads: ReadonlyMap<string, Buffer>): void {
    this.#last = memoryPayloads(payloads);
  }

  read(ref: PayloadRef): Buffer {
    return this.#last.read(ref);
  }
}

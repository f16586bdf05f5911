/**
 * What this window knows of the cells of one session, from the facts the session tells: the source of the status bar,
 * the picks, the lenses and the output documents.
 *
 * Invariants: a cell is `live` until it is closed, whoever waits for it; responses stand in the order of arrival.
 * Leaves out the timeline: that is reduced from the recording, by the same code as a recorded rollout.
 */

import type { CellResponse } from '../../runtime/base/content.ts';
import type { CallId, CellId } from '../../runtime/base/ids.ts';
import type { SessionFact, SessionObserver } from '../../runtime/base/observer.ts';
import { cellTitle } from '../../runtime/viewer/cellTitle.ts';
import { Emitter } from '../base/emitter.ts';

/**
 * `running`: somebody waits for it; `yielded`: it runs on and nobody does; `finished`: it has ended, and its result waits
 * to be collected.
 */
export type CellPhase = 'running' | 'yielded' | 'finished' | 'terminating' | 'completed' | 'failed' | 'terminated';

/** Something a cell put out: a response, or a notification between two of them. */
export type CellOutput =
  | { readonly type: 'response'; readonly atMs: number; readonly tookMs: number; readonly response: CellResponse }
  | { readonly type: 'notification'; readonly atMs: number; readonly text: string };

export interface CellRecord {
  readonly cellId: CellId;
  readonly callId: CallId;
  /** As submitted, and as it runs (without its pragma line). */
  readonly submitted: string;
  readonly source: string;
  readonly title: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly phase: CellPhase;
  readonly live: boolean;
  readonly outputs: readonly CellOutput[];
  readonly openCalls: number;
}

interface Asked {
  readonly atMs: number;
  readonly input?: string;
}

export class CellBook implements SessionObserver {
  readonly #cells = new Map<CellId, CellRecord>();
  readonly #asked = new Map<CallId, Asked>();
  readonly #changes = new Emitter<CellRecord>();
  /** Fires after each change of a cell, with its new record. */
  readonly onDidChange = this.#changes.event;

  get cells(): readonly CellRecord[] {
    return [...this.#cells.values()];
  }

  get live(): readonly CellRecord[] {
    return this.cells.filter(cell => cell.live);
  }

  cell(cellId: CellId): CellRecord | undefined {
    return this.#cells.get(cellId);
  }

  /** A cell that nobody observes ends without a fact; whoever asks the session tells it here. */
  hasFinished(cellId: CellId): void {
    this.#change(cellId, () => ({ phase: 'finished' }));
  }

  observe(fact: SessionFact): void {
    switch (fact.type) {
      case 'exec_requested':
        this.#asked.set(fact.callId, { atMs: fact.atMs, input: fact.input });
        return;
      case 'wait_requested':
        this.#asked.set(fact.callId, { atMs: fact.atMs });
        // Somebody waits for it again, as when it started.
        if (!fact.terminate && this.#cells.get(fact.cellId)?.phase === 'yielded') {
          this.#change(fact.cellId, () => ({ phase: 'running' }));
        }
        return;
      case 'exec_refused':
      case 'wait_refused':
        this.#asked.delete(fact.callId);
        return;
      case 'cell_started':
        this.#put({
          cellId: fact.cellId,
          callId: fact.callId,
          submitted: this.#asked.get(fact.callId)?.input ?? fact.source,
          source: fact.source,
          title: cellTitle(fact.source),
          startedAtMs: fact.atMs,
          phase: 'running',
          live: true,
          outputs: [],
          openCalls: 0,
        });
        return;
      case 'exec_answered':
        this.#answered(fact.cellId, fact.callId, fact.atMs, fact.response);
        return;
      case 'wait_answered':
        if (fact.outcome === 'live') this.#answered(fact.cellId, fact.callId, fact.atMs, fact.response);
        this.#asked.delete(fact.callId);
        return;
      case 'nested_call_started':
        this.#change(fact.cellId, cell => ({ openCalls: cell.openCalls + 1 }));
        return;
      case 'nested_call_ended':
        this.#change(fact.cellId, cell => ({ openCalls: Math.max(0, cell.openCalls - 1) }));
        return;
      case 'notified':
        this.#change(fact.cellId, cell => ({
          outputs: [...cell.outputs, { type: 'notification', atMs: fact.atMs, text: fact.text }],
        }));
        return;
      case 'termination_asked':
        this.#change(fact.cellId, () => ({ phase: 'terminating' }));
        return;
      case 'cell_closed':
        this.#change(fact.cellId, cell => ({ live: false, endedAtMs: cell.endedAtMs ?? fact.atMs }));
        return;
      case 'session_closed':
        for (const cell of this.live) this.#put({ ...cell, live: false, endedAtMs: cell.endedAtMs ?? fact.atMs });
        return;
      case 'tool_runtime_reported':
      case 'intervened':
        return;
    }
  }

  #answered(cellId: CellId, callId: CallId, atMs: number, response: CellResponse): void {
    const tookMs = Math.max(0, atMs - (this.#asked.get(callId)?.atMs ?? atMs));
    this.#asked.delete(callId);
    this.#change(cellId, cell => ({
      outputs: [...cell.outputs, { type: 'response', atMs, tookMs, response }],
      ...phaseAfter(response, cell, atMs),
    }));
  }

  #change(cellId: CellId, change: (cell: CellRecord) => Partial<CellRecord>): void {
    const cell = this.#cells.get(cellId);
    if (cell) this.#put({ ...cell, ...change(cell) });
  }

  #put(cell: CellRecord): void {
    this.#cells.set(cell.cellId, cell);
    this.#changes.fire(cell);
  }
}

function phaseAfter(response: CellResponse, cell: CellRecord, atMs: number): Partial<CellRecord> {
  switch (response.status) {
    case 'completed':
    case 'failed':
    case 'terminated':
      return { phase: response.status, endedAtMs: atMs };
    case 'yielded':
    case 'pending':
      // A termination that is under way is not undone by output that was already on its way.
      return cell.phase === 'terminating' ? {} : { phase: 'yielded' };
  }
}

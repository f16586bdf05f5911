/**
 * Turns the facts of one session into the events of one rollout: one thread, the calls made on it, the cells, the tools.
 *
 * Synchronous and free of I/O; where events go is the log's business. Facts arrive in order. What a fact means is
 * decided here and nowhere else; what it amounts to is left to the reducer.
 */

import { unreachable } from '../../base/json.ts';
import type { SessionFact } from '../../base/observer.ts';
import { ownProtocolEvents, type SessionMetadata } from '../payloads.ts';
import type { EventLog } from './eventLog.ts';
import { ModelCalls } from './modelCalls.ts';
import { NestedCalls } from './nestedCalls.ts';
import { Turns } from './turns.ts';

export class Scribe {
  readonly #log: EventLog;
  readonly #turns: Turns;
  readonly #calls: ModelCalls;
  readonly #nested: NestedCalls;

  /** Writes the beginning of the rollout. */
  constructor(log: EventLog, atMs: number, traceId: string, metadata: SessionMetadata) {
    this.#log = log;
    this.#turns = new Turns(log, metadata.model);
    this.#calls = new ModelCalls(log, this.#turns);
    this.#nested = new NestedCalls(log, this.#calls);
    log.emit(atMs, null, { type: 'rollout_started', trace_id: traceId, root_thread_id: log.threadId });
    log.emit(atMs, null, {
      type: 'thread_started',
      thread_id: log.threadId,
      agent_path: metadata.agent_path,
      metadata_payload: log.payload('session_metadata', metadata),
    });
  }

  record(fact: SessionFact): void {
    switch (fact.type) {
      case 'exec_requested':
        this.#calls.execRequested(fact);
        return;
      case 'wait_requested':
        this.#calls.waitRequested(fact);
        return;
      case 'exec_refused':
      case 'wait_refused':
        this.#calls.refused(fact);
        return;
      case 'cell_started':
        this.#calls.cellStarted(fact);
        return;
      case 'exec_answered':
        this.#calls.execAnswered(fact);
        return;
      case 'wait_answered':
        this.#calls.waitAnswered(fact);
        return;
      case 'notified':
        this.#calls.notified(fact);
        return;
      case 'cell_closed':
        this.#calls.cellClosed(fact);
        return;
      case 'nested_call_started':
        this.#nested.started(fact);
        return;
      case 'nested_call_ended':
        this.#nested.ended(fact);
        return;
      case 'tool_runtime_reported':
        this.#nested.reported(fact);
        return;
      case 'termination_asked':
        if (this.#calls.turnOf(fact.cellId) === undefined) return;
        this.#log.observed(fact.atMs, {
          type: ownProtocolEvents.terminationAsked,
          runtime_cell_id: fact.cellId,
        });
        return;
      case 'intervened':
        if (this.#calls.turnOf(fact.cellId) === undefined) return;
        this.#log.observed(fact.atMs, {
          type: ownProtocolEvents.intervened,
          runtime_cell_id: fact.cellId,
          intervention: fact.intervention,
        });
        return;
      case 'session_closed':
        // Processes may still report their end; the rollout ends when the recorder is closed.
        return;
      default:
        unreachable(fact);
    }
  }

  /** Writes the end of the rollout; nothing may follow. */
  finish(atMs: number): void {
    this.#turns.finish(atMs);
    this.#log.emit(atMs, null, { type: 'thread_ended', thread_id: this.#log.threadId, status: 'completed' });
    this.#log.emit(atMs, null, { type: 'rollout_ended', status: 'completed' });
    this.#log.emit(atMs, null, { type: 'recording_completed' });
  }
}

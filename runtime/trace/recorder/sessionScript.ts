/**
 * Facts of a session as a test would tell them: `script().exec('1', 'text(1)').answered('1', 'completed')`.
 *
 * For tests only. Time is a counter, so that recordings are the same every time but for their ids.
 */

import type { CellResponse, ContentItem, ResponseStatus, TextItem } from '../../base/content.ts';
import { asId, type CallId, type CellId, type NestedCallId, type SessionId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type { CellClosed, NestedOutcome, SessionFact, ToolRuntimeReport } from '../../base/observer.ts';

type WithoutTime<F> = F extends SessionFact ? Omit<F, 'atMs'> : never;

export class SessionScript {
  readonly facts: SessionFact[] = [];
  #atMs: number;

  constructor(startMs = 1_700_000_000_000) {
    this.#atMs = startMs;
  }

  add(fact: WithoutTime<SessionFact>): this {
    this.#atMs += 10;
    this.facts.push({ ...fact, atMs: this.#atMs } as SessionFact);
    return this;
  }

  /** An exec call `exec-N` that starts cell N. */
  exec(cell: string, source: string): this {
    return this.requested(cell, source).add({
      type: 'cell_started',
      callId: asId<CallId>(`exec-${cell}`),
      cellId: asId<CellId>(cell),
      source,
    });
  }
  requested(cell: string, input: string): this {
    return this.add({
      type: 'exec_requested',
      callId: asId<CallId>(`exec-${cell}`),
      input,
      yieldTimeMs: 10_000,
      maxOutputTokens: 10_000,
    });
  }
  refused(cell: string, error: string): this {
    return this.add({ type: 'exec_refused', callId: asId<CallId>(`exec-${cell}`), error });
  }
  answered(cell: string, status: ResponseStatus, items: readonly ContentItem[] = [], errorText?: string): this {
    return this.add({
      type: 'exec_answered',
      callId: asId<CallId>(`exec-${cell}`),
      cellId: asId<CellId>(cell),
      response: response(cell, status, items, errorText),
    });
  }
  wait(call: string, cell: string, terminate = false): this {
    return this.add({
      type: 'wait_requested',
      callId: asId<CallId>(call),
      cellId: asId<CellId>(cell),
      yieldTimeMs: 10_000,
      terminate,
    });
  }
  collected(call: string, cell: string, status: ResponseStatus, items: readonly ContentItem[] = []): this {
    return this.add({
      type: 'wait_answered',
      callId: asId<CallId>(call),
      cellId: asId<CellId>(cell),
      outcome: 'live',
      response: response(cell, status, items),
    });
  }
  missing(call: string, cell: string): this {
    return this.add({
      type: 'wait_answered',
      callId: asId<CallId>(call),
      cellId: asId<CellId>(cell),
      outcome: 'missing',
      response: response(cell, 'failed', [], `exec cell ${cell} not found`),
    });
  }
  waitRefused(call: string, cell: string, error: string): this {
    return this.add({ type: 'wait_refused', callId: asId<CallId>(call), cellId: asId<CellId>(cell), error });
  }
  call(cell: string, tool: string, name: string, input?: JsonValue): this {
    return this.add({
      type: 'nested_call_started',
      cellId: asId<CellId>(cell),
      toolCallId: asId<NestedCallId>(tool),
      name,
      kind: 'function',
      ...(input === undefined ? {} : { input }),
    });
  }
  returned(cell: string, tool: string, outcome: NestedOutcome): this {
    return this.add({
      type: 'nested_call_ended',
      cellId: asId<CellId>(cell),
      toolCallId: asId<NestedCallId>(tool),
      outcome,
    });
  }
  report(cell: string, tool: string, report: ToolRuntimeReport): this {
    return this.add({
      type: 'tool_runtime_reported',
      cellId: asId<CellId>(cell),
      toolCallId: asId<NestedCallId>(tool),
      report,
    });
  }
  notify(cell: string, text: string): this {
    return this.add({ type: 'notified', cellId: asId<CellId>(cell), callId: asId<CallId>(`exec-${cell}`), text });
  }
  terminationAsked(cell: string): this {
    return this.add({ type: 'termination_asked', cellId: asId<CellId>(cell) });
  }
  cellClosed(cell: string, ended?: CellClosed['ended']): this {
    return this.add({ type: 'cell_closed', cellId: asId<CellId>(cell), ...(ended === undefined ? {} : { ended }) });
  }
  sessionClosed(): this {
    return this.add({ type: 'session_closed', sessionId: asId<SessionId>('session') });
  }
}

export function script(): SessionScript {
  return new SessionScript();
}

export function textItem(value: string): TextItem {
  return { type: 'text', text: value };
}

const headers: Record<ResponseStatus, string> = {
  completed: 'Script completed',
  failed: 'Script failed',
  yielded: 'Script running with cell ID',
  pending: 'Script running with cell ID',
  terminated: 'Script terminated',
};

function response(
  cell: string,
  status: ResponseStatus,
  items: readonly ContentItem[],
  errorText?: string,
): CellResponse {
  const header = textItem(`${headers[status]}\nWall time 0.1 seconds\nOutput:\n`);
  const all = errorText === undefined ? items : [...items, textItem(`Script error:\n${errorText}`)];
  return {
    status,
    cellId: asId<CellId>(cell),
    items: all,
    ...(errorText === undefined ? {} : { errorText }),
    output: all.length === 0 ? header.text : [header, ...all],
  };
}

/**
 * `exec` and `wait`: the calls that somebody outside made, and the cells they are about (trace-format §2).
 *
 * Invariants: a call that is not open and a cell that was never started are not written about, so a recorder that joined
 * late, or hears a fact twice, still leaves a valid log; a cell's first response is written before its end.
 */

import type { CellResponse } from '../../base/content.ts';
import { isFinal } from '../../base/content.ts';
import type { CallId, CellId, EntityId } from '../../base/ids.ts';
import { asId } from '../../base/ids.ts';
import type {
  CellClosed,
  CellStarted,
  ExecAnswered,
  ExecRefused,
  ExecRequested,
  Notified,
  WaitAnswered,
  WaitRefused,
  WaitRequested,
} from '../../base/observer.ts';
import type { ResponseItem, ToolInvocation } from '../payloads.ts';
import type { EventLog } from './eventLog.ts';
import {
  callOutput,
  cellPayload,
  cellStatus,
  execCall,
  type ModelTool,
  preview,
  seenOutput,
  waitArguments,
  waitCall,
} from './items.ts';
import type { Turns } from './turns.ts';

interface OpenCall {
  readonly tool: ModelTool;
  /** The call's id in the trace. */
  readonly id: CallId;
  readonly turnId: EntityId;
  readonly startedMs: number;
  hasCell: boolean;
}
interface LiveCell {
  readonly turnId: EntityId;
  /** Of the `exec` call, in the trace. */
  readonly callId: CallId;
  answered: boolean;
}

export class ModelCalls {
  readonly #log: EventLog;
  readonly #turns: Turns;
  readonly #calls = new Map<CallId, OpenCall>();
  readonly #cells = new Map<CellId, LiveCell>();
  /** How often each call id was used. Clients choose them and may repeat themselves; a trace may not. */
  readonly #used = new Map<CallId, number>();
  /** A session never gives a cell id twice; readers refuse a log that does. */
  readonly #cellIds = new Set<CellId>();

  constructor(log: EventLog, turns: Turns) {
    this.#log = log;
    this.#turns = turns;
  }

  /** The turn a live cell belongs to. */
  turnOf(cellId: CellId): EntityId | undefined {
    return this.#cells.get(cellId)?.turnId;
  }

  execRequested({ atMs, callId, input }: ExecRequested): void {
    const open = (id: CallId) => execCall(id, input);
    this.#open(atMs, 'exec', callId, open, input, { type: 'custom', input });
  }

  waitRequested({ atMs, callId, cellId, yieldTimeMs, maxTokens, terminate }: WaitRequested): void {
    const args = waitArguments(cellId, yieldTimeMs, maxTokens, terminate);
    const open = (id: CallId) => waitCall(id, args);
    this.#open(atMs, 'wait', callId, open, args, { type: 'function', arguments: args });
  }

  refused({ atMs, callId, error }: ExecRefused | WaitRefused): void {
    const call = this.#calls.get(callId);
    if (!call) return;
    this.#close(atMs, callId, call, 'failed', callOutput(call.tool, call.id, error), error);
  }

  cellStarted({ atMs, callId, cellId, source }: CellStarted): void {
    const call = this.#calls.get(callId);
    if (call?.tool !== 'exec' || call.hasCell || this.#cellIds.has(cellId)) return;
    call.hasCell = true;
    this.#cellIds.add(cellId);
    this.#cells.set(cellId, { turnId: call.turnId, callId: call.id, answered: false });
    this.#turns.hold(`cell ${cellId}`);
    this.#log.emit(atMs, call.turnId, {
      type: 'code_cell_started',
      runtime_cell_id: cellId,
      model_visible_call_id: call.id,
      source_js: source,
    });
  }

  execAnswered({ atMs, callId, cellId, response }: ExecAnswered): void {
    const call = this.#calls.get(callId);
    if (!call) return;
    const cell = this.#cells.get(cellId);
    if (cell) {
      this.#firstResponse(atMs, cellId, cell, response, call.startedMs);
      if (isFinal(response.status)) this.#cellEnded(atMs, cellId, cell, response, call.startedMs);
    }
    this.#answer(atMs, callId, call, response);
  }

  waitAnswered({ atMs, callId, cellId, outcome, response, bufferedForMs }: WaitAnswered): void {
    const call = this.#calls.get(callId);
    if (!call) return;
    const cell = this.#cells.get(cellId);
    if (cell && outcome === 'live' && isFinal(response.status)) {
      // Whoever terminates a cell may hear of its end before the `exec` call that still observes it.
      this.#firstResponse(atMs, cellId, cell, response, call.startedMs);
      this.#cellEnded(atMs, cellId, cell, response, call.startedMs, bufferedForMs);
    }
    this.#answer(atMs, callId, call, response);
  }

  /** Text that reaches the caller at once, as one more output of the `exec` call. */
  notified({ atMs, cellId, text }: Notified): void {
    const cell = this.#cells.get(cellId);
    if (cell) this.#turns.tell(atMs, callOutput('exec', cell.callId, text));
  }

  /** A cell that goes without anybody having collected its end: the session closed over it. */
  cellClosed({ atMs, cellId, ended = 'terminated' }: CellClosed): void {
    const cell = this.#cells.get(cellId);
    if (!cell) return;
    this.#log.emit(atMs, cell.turnId, {
      type: 'code_cell_ended',
      runtime_cell_id: cellId,
      status: ended,
      response_payload: null,
    });
    this.#forget(atMs, cellId);
  }

  #open(
    atMs: number,
    tool: ModelTool,
    callId: CallId,
    item: (id: CallId) => ResponseItem,
    input: string,
    payload: ToolInvocation['payload'],
  ): void {
    if (this.#calls.has(callId)) return;
    const uses = (this.#used.get(callId) ?? 0) + 1;
    this.#used.set(callId, uses);
    const id = uses === 1 ? callId : asId<CallId>(`${callId}~${uses}`);
    const turnId = this.#turns.infer(atMs, item(id));
    this.#calls.set(callId, { tool, id, turnId, startedMs: atMs, hasCell: false });
    this.#turns.hold(`call ${callId}`);
    this.#log.emit(atMs, turnId, {
      type: 'tool_call_started',
      tool_call_id: asId<EntityId>(id),
      model_visible_call_id: id,
      code_mode_runtime_tool_id: null,
      requester: { type: 'model' },
      kind: { type: 'other', name: tool },
      summary: { type: 'generic', label: tool, input_preview: preview(input), output_preview: null },
      invocation_payload: this.#log.payload('tool_invocation', { tool_name: tool, tool_namespace: null, payload }),
    });
  }

  #answer(atMs: number, callId: CallId, call: OpenCall, response: CellResponse): void {
    const status = response.status === 'failed' ? 'failed' : 'completed';
    this.#close(atMs, callId, call, status, callOutput(call.tool, call.id, seenOutput(response)));
  }

  /** `error`: the call itself failed, rather than the cell it was about. */
  #close(
    atMs: number,
    callId: CallId,
    call: OpenCall,
    status: 'completed' | 'failed',
    item: ResponseItem,
    error?: string,
  ): void {
    const { id: _, ...response_item } = item;
    this.#calls.delete(callId);
    this.#log.emit(atMs, call.turnId, {
      type: 'tool_call_ended',
      tool_call_id: asId<EntityId>(call.id),
      status,
      result_payload: this.#log.payload(
        'tool_result',
        error === undefined ? { type: 'direct_response', response_item } : { type: 'error', error },
      ),
    });
    this.#turns.tell(atMs, item);
    this.#turns.release(atMs, `call ${callId}`);
  }

  #firstResponse(atMs: number, cellId: CellId, cell: LiveCell, response: CellResponse, sinceMs: number): void {
    if (cell.answered) return;
    cell.answered = true;
    this.#log.emit(atMs, cell.turnId, {
      type: 'code_cell_initial_response',
      runtime_cell_id: cellId,
      status: cellStatus(response.status),
      response_payload: this.#log.payload('tool_result', cellPayload(response, atMs - sinceMs)),
    });
  }

  #cellEnded(
    atMs: number,
    cellId: CellId,
    cell: LiveCell,
    response: CellResponse,
    sinceMs: number,
    bufferedForMs?: number,
  ): void {
    this.#log.emit(atMs, cell.turnId, {
      type: 'code_cell_ended',
      runtime_cell_id: cellId,
      status: cellStatus(response.status),
      response_payload: this.#log.payload('tool_result', cellPayload(response, atMs - sinceMs, bufferedForMs)),
    });
    this.#forget(atMs, cellId);
  }

  #forget(atMs: number, cellId: CellId): void {
    this.#cells.delete(cellId);
    this.#turns.release(atMs, `cell ${cellId}`);
  }
}

/**
 * Tool calls and the processes below them. The model's own calls lie on the thread, waits on the cell they are for,
 * nested calls on the cell that made them, processes on a lane of their own below either.
 */

import type { TerminalOperation, ToolCall } from '../model.ts';
import type { CellState } from './cells.ts';
import { CellGroup, type Cells } from './cells.ts';
import { ArcKind, LaneKind, SpanKind } from './columns.ts';
import { operationName, toolName } from './labels.ts';
import { isExec, isWait } from './promises.ts';
import { SpreadMap } from './spreadMap.ts';
import type { Stage } from './stage.ts';
import { statusOf } from './stage.ts';
import { ThreadGroup, type Threads } from './threads.ts';

/** Joins in a step. */
const MANY = 4096;

interface Join {
  readonly state: CellState;
  readonly span: number;
  readonly kind: ArcKind;
}

export class Calls {
  readonly spans = new SpreadMap<number>();
  readonly operationSpans = new SpreadMap<number>();
  readonly #stage: Stage;
  readonly #threads: Threads;
  readonly #cells: Cells;
  /** Lane of processes, by the lane above it. */
  readonly #terminals = new Map<number, number>();
  #joins: Join[] = [];

  constructor(stage: Stage, threads: Threads, cells: Cells) {
    this.#stage = stage;
    this.#threads = threads;
    this.#cells = cells;
  }

  place(call: ToolCall): void {
    const entity = this.#stage.tables.entity('tool_call', call.tool_call_id);
    const span = this.#put(call, entity);
    this.spans.set(call.tool_call_id, span);
    const owner = ownerOf(call);
    const { code_cells, codex_turns } = this.#stage.graph;
    this.#stage.own(owner, (code_cells.get(owner) ?? codex_turns.get(owner))?.execution, span);
    this.#joinStarted(call, span);
  }

  update(span: number, call: ToolCall): void {
    const stage = this.#stage;
    const { requester, execution } = call;
    const waited = this.#cells.ofWait(call.tool_call_id);
    if (requester.type === 'code_cell') {
      const state = this.#cells.state(requester.code_cell_id);
      if (stage.follow(span, CellGroup.calls, execution, statusOf(execution))) {
        this.#track(state, call, span);
      }
      stage.markFailure(span);
    } else if (waited && stage.tables.spanLane.at(span) === waited.lane) {
      this.#cells.updateWait(waited, call, span);
    } else {
      stage.follow(span, ThreadGroup.calls, execution, statusOf(execution));
      if (call.started_code_cell_id === undefined) stage.markFailure(span);
    }
    if (stage.ended(span)) stage.disown(ownerOf(call), span);
    if (!isWait(call)) stage.tables.setSpanLabel(span, stage.tables.string(toolName(call)));
    this.#joinStarted(call, span);
  }

  placeOperation(operation: TerminalOperation): void {
    const stage = this.#stage;
    const call = stage.graph.tool_calls.get(operation.tool_call_id);
    const state = call?.requester.type === 'code_cell' ? this.#cells.state(call.requester.code_cell_id) : null;
    const thread = call?.thread_id ?? stage.graph.root_thread_id;
    const above = state ? this.#cells.lane(state, thread) : this.#threads.lane(thread);
    const entity = stage.tables.entity('terminal_operation', operation.operation_id);
    const span = stage.place(
      this.#terminalLane(above),
      0,
      SpanKind.terminal,
      operation.execution,
      statusOf(operation.execution),
      operationName(operation),
      entity,
      false,
    );
    this.operationSpans.set(operation.operation_id, span);
    if (!state) return;
    this.#cells.forget(state, operation.tool_call_id);
    this.#cells.track(state, operation.operation_id, stage.ended(span) ? stage.tables.spanEnd.at(span) : null);
  }

  updateOperation(span: number, operation: TerminalOperation): void {
    const stage = this.#stage;
    if (!stage.follow(span, 0, operation.execution, statusOf(operation.execution))) return;
    const requester = stage.graph.tool_calls.get(operation.tool_call_id)?.requester;
    if (requester?.type !== 'code_cell') return;
    const state = this.#cells.state(requester.code_cell_id);
    this.#cells.track(state, operation.operation_id, stage.tables.spanEnd.at(span));
  }

  /** Draws the arcs whose other end has turned up, in steps. */
  *settle(): Generator<void, void, undefined> {
    const joins = this.#joins;
    this.#joins = [];
    this.#stage.tables.expectArcs(joins.length);
    for (let index = 0; index < joins.length; index++) {
      const join = joins[index] as Join;
      if (!this.#cells.join(join.state, join.span, join.kind)) this.#joins.push(join);
      if (index % MANY === MANY - 1) yield;
    }
  }

  #put(call: ToolCall, entity: number): number {
    const stage = this.#stage;
    const { requester, execution } = call;
    const status = statusOf(execution);
    if (requester.type === 'code_cell') {
      const state = this.#cells.state(requester.code_cell_id);
      const lane = this.#cells.lane(state, call.thread_id);
      const label = toolName(call);
      const span = stage.place(lane, CellGroup.calls, SpanKind.nestedCall, execution, status, label, entity, true);
      this.#track(state, call, span);
      stage.markFailure(span);
      return span;
    }
    const waited = this.#cells.ofWait(call.tool_call_id);
    if (waited) {
      const span = this.#cells.placeWait(waited, call, entity);
      this.#joins.push({ state: waited, span, kind: ArcKind.waitsFor });
      return span;
    }
    const wait = isWait(call);
    const kind = wait ? SpanKind.wait : SpanKind.directCall;
    const lane = this.#threads.lane(call.thread_id);
    const active = !wait && !isExec(call);
    const span = stage.place(lane, ThreadGroup.calls, kind, execution, status, toolName(call), entity, active);
    if (call.started_code_cell_id === undefined) stage.markFailure(span);
    return span;
  }

  /** A call with a process is over when the process is; the call's own end says nothing about that. */
  #track(state: CellState, call: ToolCall, span: number): void {
    if (call.terminal_operation_id !== null) return;
    this.#cells.track(state, call.tool_call_id, this.#stage.ended(span) ? this.#stage.tables.spanEnd.at(span) : null);
  }

  /** An `exec` names the cell it started only after it began itself. */
  #joinStarted(call: ToolCall, span: number): void {
    if (call.started_code_cell_id === undefined) return;
    this.#joins.push({ state: this.#cells.state(call.started_code_cell_id), span, kind: ArcKind.starts });
  }

  #terminalLane(above: number): number {
    const known = this.#terminals.get(above);
    if (known !== undefined) return known;
    const lane = this.#stage.addLane(
      above,
      LaneKind.terminal,
      'Processes',
      this.#stage.tables.laneEntity.at(above),
      [0],
    );
    this.#terminals.set(above, lane);
    return lane;
  }
}

/** What a call cannot outlive: a nested call its cell, the model's own call its turn. */
function ownerOf(call: ToolCall): string {
  return call.requester.type === 'code_cell' ? call.requester.code_cell_id : (call.started_by_codex_turn_id ?? '');
}

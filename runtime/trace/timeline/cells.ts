/**
 * Cells: row 0 the cell's life, row 1 whoever waits for it (the `exec` that started it, then each `wait`), from row 2
 * on its nested calls. The marks that tell its story come from here: yields, resumes, termination, failure.
 *
 * Termination has three moments: asked (a wait with `terminate` starts), acknowledged (that wait is answered), really
 * over (the last nested call and the last process of the cell have ended). A recording that never tells the end of
 * something that was under way gets no third mark: nobody knows.
 */

import type { CodeCell, ToolCall } from '../model.ts';
import { type ArcKind, LaneKind, MarkKind, SpanKind, SpanStatus } from './columns.ts';
import { cellName, oneLine, spanStatus } from './labels.ts';
import { isNotification, notificationText } from './notifications.ts';
import type { YieldPromise } from './promises.ts';
import { execPromise, waitArguments } from './promises.ts';
import { SpreadMap } from './spreadMap.ts';
import type { Stage, Window } from './stage.ts';
import { Said } from './stage.ts';
import type { Threads } from './threads.ts';

export const CellGroup = { own: 0, waits: 1, calls: 2 } as const;

export interface CellState {
  readonly id: string;
  lane: number;
  entity: number;
  /** The cell's life, or -1 while only its calls are known. */
  span: number;
  observation: number;
  waitsSeen: number;
  outputsSeen: number;
  /** Nested calls and processes whose end is not known, by id. */
  readonly underWay: Set<string>;
  /** Latest end among nested calls and processes, ms since origin. */
  lastEnd: number;
  terminated: boolean;
}

/** Promises looked at in a step. */
const MANY = 4096;

export class Cells {
  readonly #stage: Stage;
  readonly #threads: Threads;
  readonly #states = new SpreadMap<CellState>();
  readonly #ofWait = new SpreadMap<CellState>();
  /** Observations whose promise may still be broken. */
  readonly #promised = new Map<number, YieldPromise>();
  readonly #unsettled = new Set<CellState>();

  constructor(stage: Stage, threads: Threads) {
    this.#stage = stage;
    this.#threads = threads;
  }

  state(id: string): CellState {
    const known = this.#states.get(id);
    if (known) return known;
    const state: CellState = {
      id,
      lane: -1,
      entity: -1,
      span: -1,
      observation: -1,
      waitsSeen: 0,
      outputsSeen: 0,
      underWay: new Set(),
      lastEnd: 0,
      terminated: false,
    };
    this.#states.set(id, state);
    return state;
  }

  /** Learns which waits are for this cell. Before anything is placed, so that a wait finds its cell. */
  link(cell: CodeCell): CellState {
    const state = this.state(cell.code_cell_id);
    while (state.waitsSeen < cell.wait_tool_call_ids.length) {
      this.#ofWait.set(cell.wait_tool_call_ids[state.waitsSeen++] as string, state);
    }
    return state;
  }

  /** The cell a wait is for; undefined when it is for none that is known. */
  ofWait(callId: string): CellState | undefined {
    return this.#ofWait.get(callId);
  }

  /** The lane of a cell; made at need, for nested calls may come before the cell is attached, or without it. */
  lane(state: CellState, threadId: string): number {
    if (state.lane >= 0) return state.lane;
    const { tables, graph } = this.#stage;
    const cell = graph.code_cells.get(state.id);
    const name = cell ? cellName(cell) : state.id.replace(/^code_cell:/, 'Cell of ');
    state.entity = tables.entity('code_cell', state.id);
    state.lane = this.#stage.addLane(this.#threads.lane(threadId), LaneKind.cell, name, state.entity, [0, 1]);
    return state.lane;
  }

  place(cell: CodeCell): void {
    const stage = this.#stage;
    const state = this.state(cell.code_cell_id);
    const lane = this.lane(state, cell.thread_id);
    stage.tables.setLaneLabel(lane, stage.tables.string(cellName(cell)));
    const { execution } = cell;
    state.span = stage.place(
      lane,
      CellGroup.own,
      SpanKind.cell,
      execution,
      cellStatus(cell),
      cellName(cell),
      state.entity,
      false,
    );
    state.observation = stage.place(
      lane,
      CellGroup.waits,
      SpanKind.wait,
      observationWindow(cell),
      observationStatus(cell),
      'exec',
      state.entity,
      false,
    );
    this.#promised.set(state.observation, execPromise(stage.graph, cell));
    this.#tell(state, cell);
  }

  update(state: CellState, cell: CodeCell): void {
    const stage = this.#stage;
    stage.follow(state.span, CellGroup.own, cell.execution, cellStatus(cell));
    stage.follow(state.observation, CellGroup.waits, observationWindow(cell), observationStatus(cell));
    stage.cutOwned(state.id, cell.execution);
    this.#tell(state, cell);
  }

  /** A wait that is for `state`, put on its lane. */
  placeWait(state: CellState, call: ToolCall, entity: number): number {
    const stage = this.#stage;
    const args = waitArguments(call);
    const lane = this.lane(state, call.thread_id);
    const label = args.terminate ? 'terminate' : 'wait';
    const status = this.#waitStatus(state, call);
    const span = stage.place(lane, CellGroup.waits, SpanKind.wait, call.execution, status, label, entity, false);
    if (args.terminate) {
      stage.mark(
        stage.tables.spanStart.at(span),
        MarkKind.terminationAsked,
        this.#onLife(state, span),
        'asked to stop',
      );
    } else {
      const ended = stage.graph.code_cells.get(state.id)?.execution.ended_seq ?? null;
      if (!isBefore(ended, call.execution.started_seq)) {
        stage.mark(
          stage.tables.spanStart.at(span),
          MarkKind.resume,
          this.#onLife(state, span),
          'waited for again',
          span,
        );
      }
      this.#promised.set(span, args);
    }
    this.#answer(state, call, span);
    return span;
  }

  updateWait(state: CellState, call: ToolCall, span: number): void {
    this.#stage.follow(span, CellGroup.waits, call.execution, this.#waitStatus(state, call));
    this.#answer(state, call, span);
  }

  /** Joins a wait to its cell and an `exec` to what it started, once both are there. */
  join(state: CellState, span: number, kind: ArcKind): boolean {
    if (state.span < 0) return false;
    if (this.#stage.say(span, Said.arc)) this.#stage.tables.addArc(kind, span, state.span);
    return true;
  }

  /** A nested call or process of the cell is under way (`endMs` null) or over (ms since origin). */
  track(state: CellState, id: string, endMs: number | null): void {
    if (endMs === null) {
      state.underWay.add(id);
      return;
    }
    state.underWay.delete(id);
    state.lastEnd = Math.max(state.lastEnd, endMs);
    if (state.terminated) this.#unsettled.add(state);
  }

  /** A process speaks for the call that started it: the call alone no longer decides when the cell is over. */
  forget(state: CellState, id: string): void {
    state.underWay.delete(id);
    if (state.terminated) this.#unsettled.add(state);
  }

  /** After everything else of a round: broken promises of waits still open, and cells that are really over. In steps. */
  *settle(): Generator<void, void, undefined> {
    let checked = 0;
    for (const [span, promise] of this.#promised) {
      this.#checkPromise(span, promise);
      if (++checked % MANY === 0) yield;
    }
    for (const state of this.#unsettled) {
      const cell = this.#stage.graph.code_cells.get(state.id);
      if (!cell || cell.execution.ended_at_unix_ms === null || state.underWay.size > 0 || state.span < 0) continue;
      this.#unsettled.delete(state);
      if (!this.#stage.say(state.span, Said.over)) continue;
      const at = Math.max(this.#stage.time(cell.execution.ended_at_unix_ms), state.lastEnd);
      this.#stage.mark(at, MarkKind.reallyOver, state.span, 'really over');
    }
  }

  #tell(state: CellState, cell: CodeCell): void {
    const stage = this.#stage;
    if (cell.yielded_at_unix_ms !== null && stage.say(state.observation, Said.yielded)) {
      const lasted = cell.yielded_at_unix_ms - cell.execution.started_at_unix_ms;
      const label = yieldLabel(lasted, execPromise(stage.graph, cell));
      stage.mark(stage.time(cell.yielded_at_unix_ms), MarkKind.yield, state.span, label);
    }
    // An end without a result is the end of its turn; that is marked there, and the cell may live on.
    if (cell.raw_result_payload_id !== null) stage.markFailure(state.span);
    while (state.outputsSeen < cell.output_item_ids.length) {
      const item = stage.graph.conversation_items.get(cell.output_item_ids[state.outputsSeen++] as string);
      if (!item || !isNotification(item)) continue;
      const at = stage.time(item.accepted_at_unix_ms ?? item.first_seen_at_unix_ms);
      stage.happenedAt(at);
      stage.mark(at, MarkKind.notification, state.span, oneLine(notificationText(item)));
    }
  }

  #answer(state: CellState, call: ToolCall, span: number): void {
    const stage = this.#stage;
    stage.markFailure(span);
    const { execution } = call;
    if (execution.ended_at_unix_ms === null || execution.status !== 'completed') return;
    if (!stage.say(span, Said.answered)) return;
    const end = stage.tables.spanEnd.at(span);
    const args = waitArguments(call);
    if (args.terminate) {
      const cell = stage.graph.code_cells.get(state.id);
      const over = cell !== undefined && isBefore(cell.execution.ended_seq, execution.ended_seq);
      const answer = over ? `answered: ${cell.runtime_status}` : 'answered';
      stage.mark(end, MarkKind.terminationAcknowledged, this.#onLife(state, span), answer, span);
      if (over && cell.runtime_status === 'terminated') {
        state.terminated = true;
        this.#unsettled.add(state);
      }
    } else if (stage.tables.spanStatus.at(span) === SpanStatus.yielded) {
      const lasted = execution.ended_at_unix_ms - execution.started_at_unix_ms;
      stage.mark(end, MarkKind.yield, this.#onLife(state, span), yieldLabel(lasted, args), span);
    }
  }

  /** A wait that came back while the cell ran on has yielded; one during which the cell ended has its result. */
  #waitStatus(state: CellState, call: ToolCall): SpanStatus {
    const { status, started_seq, ended_seq } = call.execution;
    if (status !== 'completed' || waitArguments(call).terminate) return spanStatus(status);
    const ended = this.#stage.graph.code_cells.get(state.id)?.execution.ended_seq ?? null;
    const collected = isBefore(started_seq, ended) && isBefore(ended, ended_seq);
    return collected ? SpanStatus.completed : SpanStatus.yielded;
  }

  /** Marks about the cell's life sit on its own row, where there is one. */
  #onLife(state: CellState, otherwise: number): number {
    return state.span >= 0 ? state.span : otherwise;
  }

  #checkPromise(span: number, promise: YieldPromise): void {
    const stage = this.#stage;
    const start = stage.tables.spanStart.at(span);
    const ended = stage.tables.spanEnd.at(span);
    const lasted = Math.min(ended, stage.endMs) - start;
    if (lasted >= promise.ms) {
      this.#promised.delete(span);
      if (stage.say(span, Said.promised)) {
        const label = `promised to return after ${promise.ms} ms${promise.explicit ? '' : ' (default)'}`;
        stage.mark(start + promise.ms, MarkKind.yieldPromised, span, label);
      }
    } else if (stage.ended(span)) this.#promised.delete(span);
  }
}

/** By sequence number; what has not happened is before nothing, and everything that has is before it. */
function isBefore(seq: number | null, other: number | null): boolean {
  return seq !== null && (other === null || seq < other);
}

function cellStatus(cell: CodeCell): SpanStatus {
  if (cell.execution.status === 'running' && cell.runtime_status === 'yielded') return SpanStatus.yielded;
  return spanStatus(cell.execution.status);
}

function observationWindow(cell: CodeCell): Window {
  return {
    started_at_unix_ms: cell.execution.started_at_unix_ms,
    started_seq: cell.execution.started_seq,
    ended_at_unix_ms: cell.initial_response_at_unix_ms,
    ended_seq: cell.initial_response_seq,
  };
}

function observationStatus(cell: CodeCell): SpanStatus {
  if (cell.initial_response_at_unix_ms === null) return SpanStatus.running;
  if (cell.yielded_seq !== null && cell.yielded_seq === cell.initial_response_seq) return SpanStatus.yielded;
  switch (cell.initial_response_status) {
    case 'yielded':
      return SpanStatus.yielded;
    case 'failed':
      return SpanStatus.failed;
    case null:
    case 'terminated':
      return SpanStatus.cancelled;
    default:
      return SpanStatus.completed;
  }
}

function yieldLabel(lastedMs: number, promise: YieldPromise): string {
  return `yielded after ${lastedMs} ms, promised ${promise.ms} ms${promise.explicit ? '' : ' (default)'}`;
}

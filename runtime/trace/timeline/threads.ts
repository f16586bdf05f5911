/**
 * Threads with their turns and model calls: row 0 the thread, row 1 its turns, row 2 model calls and compactions,
 * from row 3 on the model's direct calls.
 */

import type { CodexTurn, CompactionRequest, InferenceCall, Thread } from '../model.ts';
import { LaneKind, SpanKind } from './columns.ts';
import { isRequest, threadName } from './labels.ts';
import { SpreadMap } from './spreadMap.ts';
import type { Stage } from './stage.ts';
import { statusOf } from './stage.ts';

export const ThreadGroup = { own: 0, turns: 1, models: 2, calls: 3 } as const;

interface ThreadState {
  readonly lane: number;
  readonly entity: number;
  span: number;
  turns: number;
}

export class Threads {
  readonly turnSpans = new SpreadMap<number>();
  readonly inferenceSpans = new SpreadMap<number>();
  readonly compactionSpans = new SpreadMap<number>();
  readonly #stage: Stage;
  readonly #states = new Map<string, ThreadState>();

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  /** The lane of a thread; made at need, for a broken bundle may name threads that never start. */
  lane(id: string): number {
    return this.#state(id).lane;
  }

  laneEntity(id: string): number {
    return this.#state(id).entity;
  }

  /** The thread's own span, or -1. */
  span(id: string): number {
    return this.#states.get(id)?.span ?? -1;
  }

  place(thread: Thread): void {
    const state = this.#state(thread.thread_id);
    state.span = this.#stage.place(
      state.lane,
      ThreadGroup.own,
      SpanKind.thread,
      thread.execution,
      statusOf(thread.execution),
      threadName(thread),
      state.entity,
      false,
    );
  }

  update(thread: Thread): void {
    this.#stage.follow(this.span(thread.thread_id), ThreadGroup.own, thread.execution, statusOf(thread.execution));
  }

  placeTurn(turn: CodexTurn): void {
    const state = this.#state(turn.thread_id);
    state.turns++;
    const entity = this.#stage.tables.entity('codex_turn', turn.codex_turn_id);
    const status = statusOf(turn.execution);
    const span = this.#stage.place(
      state.lane,
      ThreadGroup.turns,
      SpanKind.turn,
      turn.execution,
      status,
      `Turn ${state.turns}`,
      entity,
      false,
    );
    this.turnSpans.set(turn.codex_turn_id, span);
  }

  updateTurn(span: number, turn: CodexTurn): void {
    this.#stage.follow(span, ThreadGroup.turns, turn.execution, statusOf(turn.execution));
    this.#stage.cutOwned(turn.codex_turn_id, turn.execution);
  }

  placeInference(call: InferenceCall): void {
    const entity = this.#stage.tables.entity('inference_call', call.inference_call_id);
    const kind = isRequest(call) ? SpanKind.request : SpanKind.inference;
    const span = this.#placeModel(call, kind, call.model, entity);
    this.inferenceSpans.set(call.inference_call_id, span);
  }

  placeCompaction(request: CompactionRequest): void {
    const entity = this.#stage.tables.entity('compaction_request', request.compaction_request_id);
    const span = this.#placeModel(request, SpanKind.compaction, 'compaction', entity);
    this.compactionSpans.set(request.compaction_request_id, span);
  }

  updateModel(span: number, call: InferenceCall | CompactionRequest): void {
    if (this.#stage.follow(span, ThreadGroup.models, call.execution, statusOf(call.execution))) {
      this.#stage.disown(call.codex_turn_id, span);
    }
    this.#stage.markFailure(span);
  }

  #placeModel(call: InferenceCall | CompactionRequest, kind: SpanKind, label: string, entity: number): number {
    const stage = this.#stage;
    const span = stage.place(
      this.lane(call.thread_id),
      ThreadGroup.models,
      kind,
      call.execution,
      statusOf(call.execution),
      label,
      entity,
      true,
    );
    stage.own(call.codex_turn_id, stage.graph.codex_turns.get(call.codex_turn_id)?.execution, span);
    stage.markFailure(span);
    return span;
  }

  #state(id: string): ThreadState {
    const known = this.#states.get(id);
    if (known) return known;
    const stage = this.#stage;
    const thread = stage.graph.threads.get(id);
    const parent = thread?.origin.type === 'spawned' ? this.#parentLane(thread.origin.parent_thread_id, id) : -1;
    const entity = stage.tables.entity('thread', id);
    const name = thread ? threadName(thread) : `thread ${id.slice(-4)}`;
    const lane = stage.addLane(parent, LaneKind.thread, name, entity, [0, 1, 2]);
    const state: ThreadState = { lane, entity, span: -1, turns: 0 };
    this.#states.set(id, state);
    return state;
  }

  /** Only a lane that is there already: parents start first, and a circle of parents must not hang us. */
  #parentLane(parent: string, child: string): number {
    return parent === child ? -1 : (this.#states.get(parent)?.lane ?? -1);
  }
}

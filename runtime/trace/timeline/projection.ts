/**
 * From the reduced graph to the columns a viewer draws, whole or as it grows.
 *
 * A touch only remembers an id; the work is done when a delta is taken, and costs what was touched. New things are
 * placed in the order in which they began (by sequence number), after all known ends were noted, so that the timeline
 * does not depend on how often deltas were taken. Much of it can be done beforehand, a little at a time; what is touched
 * meanwhile waits for the next round.
 * Leaves out how findings are found (their marks are placed here) and everything about drawing.
 */

import type { CodeCell, ExecutionWindow, Graph } from '../model.ts';
import { Calls } from './calls.ts';
import { Cells } from './cells.ts';
import type { EntityKind, EntityRef, TimelineDelta } from './columns.ts';
import { Edges } from './edges.ts';
import { FindingMarks, type MarkedFinding } from './findingMarks.ts';
import { Stage } from './stage.ts';
import { Threads } from './threads.ts';

export interface Projection {
  /** Something about this object is new or different. Cheap; to be called after the graph was changed. */
  touch(kind: EntityKind, id: string): void;
  /**
   * All that is found to be noteworthy by now; the next delta marks it. False when something marked before is no longer
   * among it: marks stay, so only a new projection shows that.
   */
  found(findings: readonly MarkedFinding[]): boolean;
  /** Does what `delta` would have to do first, for about so long (ms). How much of it is done, 0..1; at 1 nothing waits. */
  work(forMs: number): number;
  /** What is new since the last call; null when nothing is. */
  delta(): TimelineDelta | null;
  /**
   * Everything up to the last delta, for a page that joins; the next delta continues both it and older pages. Free:
   * its columns are views of what the projection goes on with, so whoever keeps them or sends them copies them first.
   */
  whole(): TimelineDelta;
  /** Has nothing been handed out yet? */
  readonly fresh: boolean;
  /** Everything there is, for all pages, in place of the next delta; in views as well. */
  renew(): TimelineDelta;
}

export interface ProjectionOptions {
  /** Somebody still writes this rollout; it counts as live until its status says that it ended. */
  readonly live?: boolean;
  readonly findings?: readonly MarkedFinding[];
}

/** Kinds with a window of their own, in the order in which they are placed when they began with the same event. */
const placed = [
  'thread',
  'codex_turn',
  'inference_call',
  'compaction_request',
  'code_cell',
  'tool_call',
  'terminal_operation',
] as const;
type Placed = (typeof placed)[number];

/** Objects between two looks at the clock. */
const STEP = 128;
/** Steps that are always done: a small graph is ready at once, however slow the first steps of a program are. */
const LEAST = 32;
/** Where there is no more to do than to list them. */
const MANY = 2048;

interface Began {
  readonly execution: ExecutionWindow;
}

export function createProjection(graph: Graph, options: ProjectionOptions = {}): Projection {
  const projection = new GraphProjection(graph, options.live ?? false);
  projection.found(options.findings ?? []);
  return projection;
}

/** The timeline of a graph that is complete as it stands. */
export function project(graph: Graph, options: ProjectionOptions = {}): TimelineDelta {
  return createProjection(graph, options).whole();
}

class GraphProjection implements Projection {
  readonly #graph: Graph;
  readonly #stage: Stage;
  readonly #threads: Threads;
  readonly #cells: Cells;
  readonly #calls: Calls;
  readonly #edges: Edges;
  readonly #findings: FindingMarks;
  readonly #mayBeLive: boolean;
  #version = 0;
  #live = false;
  #endMs = 0;
  readonly #dirty: Record<Placed, Set<string>>;
  /** The first round looks at the whole graph; nothing was touched before it. */
  #begun = false;
  /** A round that is under way. */
  #round: Iterator<void> | undefined;
  #steps = { done: 0, all: 0 };

  constructor(graph: Graph, live: boolean) {
    this.#graph = graph;
    this.#mayBeLive = live;
    this.#stage = new Stage(graph);
    this.#threads = new Threads(this.#stage);
    this.#cells = new Cells(this.#stage, this.#threads);
    this.#calls = new Calls(this.#stage, this.#threads, this.#cells);
    this.#edges = new Edges(this.#stage, this.#threads, this.#calls);
    this.#findings = new FindingMarks(this.#stage, ref => this.#spanOf(ref));
    this.#dirty = Object.fromEntries(placed.map(kind => [kind, new Set<string>()])) as Record<Placed, Set<string>>;
  }

  touch = (kind: EntityKind, id: string): void => {
    switch (kind) {
      case 'interaction_edge':
        this.#edges.add(id);
        return;
      case 'conversation_item': {
        // A notification shows up as one more output of the `exec` call.
        const item = this.#graph.conversation_items.get(id);
        if (item?.kind !== 'custom_tool_call_output' || item.call_id === null) return;
        const cell = `code_cell:${item.call_id}`;
        if (this.#graph.code_cells.has(cell)) this.#dirty.code_cell.add(cell);
        return;
      }
      case 'terminal_session':
      case 'compaction':
      case 'raw_payload':
        return;
      default:
        this.#dirty[kind].add(id);
    }
  };

  found(findings: readonly MarkedFinding[]): boolean {
    return this.#findings.hold(findings);
  }

  work(forMs: number): number {
    const until = performance.now() + forMs;
    let steps = 0;
    do {
      steps++;
      if (!this.#round && !this.#waits) return 1;
      this.#round ??= this.#catchUp();
      if (this.#round.next().done) this.#round = undefined;
    } while (steps < LEAST || performance.now() < until);
    const { done, all } = this.#steps;
    return this.#round || this.#waits ? Math.min(done / Math.max(all, 1), 0.99) : 1;
  }

  delta(): TimelineDelta | null {
    const first = this.#version === 0;
    this.#finish();
    const live = this.#mayBeLive && this.#graph.status === 'running';
    const endMs = this.#stage.endMs;
    if (!first && !this.#stage.tables.changed && live === this.#live && endMs === this.#endMs) return null;
    this.#live = live;
    this.#endMs = endMs;
    this.#version++;
    return this.#stage.tables.take(this.#frame());
  }

  whole(): TimelineDelta {
    return this.fresh ? this.renew() : this.#stage.tables.replay(this.#frame());
  }

  get fresh(): boolean {
    return this.#version === 0;
  }

  renew(): TimelineDelta {
    this.#finish();
    this.#stage.tables.skip();
    this.#live = this.#mayBeLive && this.#graph.status === 'running';
    this.#endMs = this.#stage.endMs;
    this.#version++;
    return this.#stage.tables.replay(this.#frame());
  }

  get #waits(): boolean {
    return !this.#begun || placed.some(kind => this.#dirty[kind].size > 0);
  }

  /** Ends the round under way, and does another for what was touched meanwhile or never in a round of its own. */
  #finish(): void {
    const rounds = this.#round ? [this.#round, this.#catchUp()] : [this.#catchUp()];
    this.#round = undefined;
    for (const round of rounds) while (!round.next().done);
  }

  #frame() {
    return {
      version: this.#version,
      originMs: this.#stage.originMs,
      endMs: this.#endMs,
      live: this.#live,
      folds: this.#stage.busy.folds(),
    };
  }

  /** One round, in steps of about a millisecond. */
  *#catchUp(): Generator<void, void, undefined> {
    const graph = this.#graph;
    const everything = !this.#begun;
    this.#begun = true;
    this.#steps = { done: 0, all: 0 };
    if (everything) for (const id of graph.interaction_edges.keys()) this.#edges.add(id);
    const changed = {
      thread: yield* this.#take('thread', graph.threads, everything),
      codex_turn: yield* this.#take('codex_turn', graph.codex_turns, everything),
      inference_call: yield* this.#take('inference_call', graph.inference_calls, everything),
      compaction_request: yield* this.#take('compaction_request', graph.compaction_requests, everything),
      code_cell: yield* this.#take('code_cell', graph.code_cells, everything),
      tool_call: yield* this.#take('tool_call', graph.tool_calls, everything),
      terminal_operation: yield* this.#take('terminal_operation', graph.terminal_operations, everything),
    };
    // A cell has two spans, its own and that of what the model saw of it.
    if (everything)
      yield* this.#stage.tables.expect(this.#steps.all + changed.code_cell.length, changed.code_cell.length);
    // By index here and below: an entry for each of a million objects would be a million arrays to collect.
    for (let index = 0; index < changed.code_cell.length; index++) {
      this.#cells.link(changed.code_cell[index] as CodeCell);
      if (index % STEP === STEP - 1) yield;
    }

    const threads = this.#threads;
    const calls = this.#calls;
    const fresh: Fresh[] = [
      yield* this.#follow(
        changed.thread,
        thread => threads.span(thread.thread_id),
        (_, thread) => threads.update(thread),
        thread => threads.place(thread),
      ),
      yield* this.#follow(
        changed.codex_turn,
        turn => threads.turnSpans.get(turn.codex_turn_id) ?? -1,
        (span, turn) => threads.updateTurn(span, turn),
        turn => threads.placeTurn(turn),
      ),
      yield* this.#follow(
        changed.inference_call,
        call => threads.inferenceSpans.get(call.inference_call_id) ?? -1,
        (span, call) => threads.updateModel(span, call),
        call => threads.placeInference(call),
      ),
      yield* this.#follow(
        changed.compaction_request,
        request => threads.compactionSpans.get(request.compaction_request_id) ?? -1,
        (span, request) => threads.updateModel(span, request),
        request => threads.placeCompaction(request),
      ),
      yield* this.#follow(
        changed.code_cell,
        cell => this.#cells.state(cell.code_cell_id).span,
        (_, cell) => this.#cells.update(this.#cells.state(cell.code_cell_id), cell),
        cell => this.#cells.place(cell),
      ),
      yield* this.#follow(
        changed.tool_call,
        call => calls.spans.get(call.tool_call_id) ?? -1,
        (span, call) => calls.update(span, call),
        call => calls.place(call),
      ),
      yield* this.#follow(
        changed.terminal_operation,
        operation => calls.operationSpans.get(operation.operation_id) ?? -1,
        (span, operation) => calls.updateOperation(span, operation),
        operation => calls.placeOperation(operation),
      ),
    ];
    yield* this.#placeInOrder(fresh);

    yield* this.#calls.settle();
    yield;
    this.#edges.settle();
    this.#stage.advance();
    yield;
    yield* this.#cells.settle();
    yield;
    this.#findings.settle();
    yield;
  }

  /** The main span of an object, or -1 when none is drawn. */
  #spanOf({ kind, id }: EntityRef): number {
    switch (kind) {
      case 'thread':
        return this.#threads.span(id);
      case 'codex_turn':
        return this.#threads.turnSpans.get(id) ?? -1;
      case 'inference_call':
        return this.#threads.inferenceSpans.get(id) ?? -1;
      case 'compaction_request':
        return this.#threads.compactionSpans.get(id) ?? -1;
      case 'code_cell':
        return this.#cells.state(id).span;
      case 'tool_call':
        return this.#calls.spans.get(id) ?? -1;
      case 'terminal_operation':
        return this.#calls.operationSpans.get(id) ?? -1;
      default:
        return -1;
    }
  }

  /** The changed objects of a kind, in order of their beginning. */
  *#take<T extends Began>(
    kind: Placed,
    collection: Map<string, T>,
    everything: boolean,
  ): Generator<void, T[], undefined> {
    const ids = this.#dirty[kind];
    const list: T[] = [];
    if (everything) {
      ids.clear();
      for (const object of collection.values()) if (list.push(object) % MANY === 0) yield;
    } else {
      for (const id of ids) {
        const object = collection.get(id);
        if (object) list.push(object);
      }
      ids.clear();
    }
    this.#steps.all += list.length;
    yield* sortBySeq(list);
    return list;
  }

  /** Updates what has a span, and gives back what has none. */
  *#follow<T extends Began>(
    changed: readonly T[],
    spanOf: (object: T) => number,
    update: (span: number, object: T) => void,
    place: (object: T) => void,
  ): Generator<void, Fresh, undefined> {
    const fresh: T[] = [];
    const seqs: number[] = [];
    for (let index = 0; index < changed.length; index++) {
      const object = changed[index] as T;
      const span = spanOf(object);
      if (span >= 0) {
        update(span, object);
        this.#steps.done++;
      } else {
        fresh.push(object);
        seqs.push(object.execution.started_seq);
      }
      if (index % STEP === STEP - 1) yield;
    }
    return { seqs, place: index => place(fresh[index] as T) };
  }

  /** Merges the kinds by sequence number; each list is in order already. */
  *#placeInOrder(kinds: readonly Fresh[]): Generator<void, void, undefined> {
    const next = kinds.map(() => 0);
    for (;;) {
      let least = -1;
      let leastSeq = Number.POSITIVE_INFINITY;
      for (let kind = 0; kind < kinds.length; kind++) {
        const seq = (kinds[kind] as Fresh).seqs[next[kind] as number];
        if (seq !== undefined && (least < 0 || seq < leastSeq)) {
          least = kind;
          leastSeq = seq;
        }
      }
      if (least < 0) return;
      const index = next[least] as number;
      next[least] = index + 1;
      (kinds[least] as Fresh).place(index);
      if (++this.#steps.done % STEP === 0) yield;
    }
  }
}

/** Things of one kind that have no span yet. */
interface Fresh {
  readonly seqs: readonly number[];
  place(index: number): void;
}

/** In place; no more than a look when the list is in order already, as a collection nearly always is. */
function* sortBySeq<T extends Began>(list: T[]): Generator<void, void, undefined> {
  for (let index = 1; index < list.length; index++) {
    const before = list[index - 1] as T;
    if ((list[index] as T).execution.started_seq < before.execution.started_seq) {
      list.sort((a, b) => a.execution.started_seq - b.execution.started_seq);
      break;
    }
    if (index % MANY === 0) yield;
  }
  yield;
}

/**
 * Walks a recorded rollout, forward and back, from moment to moment.
 *
 * Invariants: the walk stands at one moment, never before the first or behind the last; what it shows of that moment is
 * what the log said up to it, and nothing that came later. A step costs the same in a rollout of any size.
 */

import { setImmediate } from 'node:timers/promises';
import { exposedName } from '../base/tool.ts';
import type { CodeCell, Graph, ToolCall } from '../trace/model.ts';
import { toolName } from '../trace/timeline/labels.ts';
import { outputText } from '../viewer/itemText.ts';
import { submittedSource } from '../viewer/submittedSource.ts';
import { hasFailed, type Mark, type Moment, type MomentKind, marksOf, momentOf } from './rolloutMoments.ts';
import { WalkState } from './walkState.ts';

export type WalkDirection = 'forward' | 'back';

/** Which moments are worth stopping at, when nobody steps. */
export interface WalkStops {
  readonly kinds: ReadonlySet<MomentKind>;
  readonly tools: readonly string[];
  readonly failures: boolean;
}

export interface CellView {
  readonly cell: CodeCell;
  readonly status: string;
  /** Oldest first. */
  readonly pending: readonly ToolCall[];
  /** In the order in which they ended. */
  readonly done: readonly ToolCall[];
}

/** How long building a walk may hold the thread, ms. */
const sliceMs = 10;
/** Cells that had ended by a moment are shown so many, the latest. */
const mostEnded = 50;

export class RolloutWalk {
  readonly graph: Graph;
  readonly marks: readonly Mark[];
  readonly #state = new WalkState();
  #at = 0;

  private constructor(graph: Graph, marks: readonly Mark[]) {
    this.graph = graph;
    this.marks = marks;
    const [first] = marks;
    if (first === undefined) throw new Error('This rollout holds no cell: there is nothing to step through.');
    this.#state.apply(first);
  }

  /** Holds the thread in short slices only. Rejects with a sentence when the rollout holds no cell and no wait. */
  static async open(graph: Graph): Promise<RolloutWalk> {
    const reading = marksOf(graph);
    let began = performance.now();
    for (;;) {
      const { done, value } = reading.next();
      if (done === true) return new RolloutWalk(graph, value);
      if (performance.now() - began < sliceMs) continue;
      await setImmediate();
      began = performance.now();
    }
  }

  get moment(): Moment {
    return momentOf(this.#markAt(this.#at));
  }

  get isFirst(): boolean {
    return this.#at === 0;
  }

  get isLast(): boolean {
    return this.#at === this.marks.length - 1;
  }

  /** One moment; `alone`: the next that is about the same cell and not one of its calls. False at the end of the way. */
  step(direction: WalkDirection, alone = false): boolean {
    const { cell } = this.#markAt(this.#at);
    return this.#go(
      direction,
      mark => !alone || (mark.cell === cell && mark.kind !== 'call' && mark.kind !== 'result'),
    );
  }

  /** To where the cell of this moment ends, or starts. */
  leave(direction: WalkDirection): boolean {
    const { cell } = this.#markAt(this.#at);
    const kind = direction === 'forward' ? 'end' : 'start';
    return this.#go(direction, mark => mark.cell === cell && mark.kind === kind);
  }

  /** To the next moment worth stopping at. */
  run(direction: WalkDirection, stops: WalkStops): boolean {
    return this.#go(direction, mark => isStop(mark, stops));
  }

  /** To the moment at which this began, or the last before an event of the log. */
  goTo(where: { readonly ref?: { readonly id: string }; readonly seq?: number }): boolean {
    const { ref, seq } = where;
    const index =
      ref !== undefined
        ? this.marks.findIndex(mark => idOf(mark) === ref.id)
        : this.marks.findLastIndex(mark => mark.seq <= (seq ?? 0));
    if (index < 0) return false;
    this.#moveTo(index);
    return true;
  }

  /** Whether the moment is about this. */
  standsAt(id: string): boolean {
    return idOf(this.#markAt(this.#at)) === id;
  }

  /** Cells that were alive, latest first. */
  alive(): CodeCell[] {
    return [...this.#state.alive].sort((a, b) => b.execution.started_seq - a.execution.started_seq);
  }

  /** Cells that had ended, latest first, and how many more had. */
  ended(): { readonly cells: readonly CodeCell[]; readonly more: number } {
    const { ended } = this.#state;
    return { cells: ended.slice(-mostEnded).reverse(), more: Math.max(0, ended.length - mostEnded) };
  }

  view(cell: CodeCell): CellView {
    const { pending, done } = this.#state.callsOf(cell);
    return {
      cell,
      status: this.#statusOf(cell),
      // Steps back put calls behind younger ones.
      pending: [...pending].sort((a, b) => a.execution.started_seq - b.execution.started_seq),
      done,
    };
  }

  /** What the model had seen of it, one text for each answer. */
  seen(cell: CodeCell): string[] {
    const { seq } = this.#markAt(this.#at);
    const first = cell.initial_response_seq !== null && cell.initial_response_seq <= seq;
    const waits = cell.wait_tool_call_ids
      .flatMap(id => this.graph.tool_calls.get(id) ?? [])
      .filter(({ execution }) => execution.ended_seq !== null && execution.ended_seq <= seq);
    return [
      ...(first ? [outputText(this.graph, cell.output_item_ids)] : []),
      ...waits.map(wait => outputText(this.graph, wait.model_visible_output_item_ids)),
    ];
  }

  /** The line of the cell's text, as it was submitted, that the moment is about, from 0; null when the text does not tell. */
  lineOf({ cell, tool }: Moment): number | null {
    if (cell === undefined || tool === undefined) return null;
    const name = exposedName(tool.split('.').at(-1) ?? tool);
    const called = new RegExp(`\\b${name.replaceAll('$', '\\$')}\\s*\\(`);
    const { text } = submittedSource(this.graph, cell);
    const calls = text.split('\n').flatMap((line, index) => (called.test(line) ? [index] : []));
    return calls.length === 1 ? (calls[0] ?? null) : null;
  }

  #statusOf(cell: CodeCell): string {
    if (!this.#state.alive.has(cell)) return cell.runtime_status;
    const { yielded_seq } = cell;
    return yielded_seq !== null && yielded_seq <= this.#markAt(this.#at).seq ? 'yielded, runs on' : 'running';
  }

  #markAt(index: number): Mark {
    const mark = this.marks[index];
    if (mark === undefined) throw new Error('the walk has left the rollout');
    return mark;
  }

  #go(direction: WalkDirection, wanted: (mark: Mark) => boolean): boolean {
    const by = direction === 'forward' ? 1 : -1;
    const end = direction === 'forward' ? this.marks.length - 1 : 0;
    for (let at = this.#at; at !== end; ) {
      at += by;
      if (!wanted(this.#markAt(at))) continue;
      this.#moveTo(at);
      return true;
    }
    this.#moveTo(end);
    return false;
  }

  #moveTo(index: number): void {
    while (this.#at < index) this.#state.apply(this.#markAt(++this.#at));
    while (this.#at > index) this.#state.undo(this.#markAt(this.#at--));
  }
}

function idOf({ cell, call }: Mark): string | undefined {
  return call?.tool_call_id ?? cell?.code_cell_id;
}

function isStop(mark: Mark, stops: WalkStops): boolean {
  if (stops.kinds.has(mark.kind) || (stops.failures && hasFailed(mark))) return true;
  if (mark.kind !== 'call' || mark.call === undefined || stops.tools.length === 0) return false;
  const tool = toolName(mark.call);
  return stops.tools.some(name => isNamed(tool, name));
}

function isNamed(tool: string, name: string): boolean {
  const bare = name.trim().replace(/^tools\./, '');
  return bare === tool || bare === exposedName(tool) || bare === tool.split('.').at(-1);
}

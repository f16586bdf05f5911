/**
 * Walks a recorded rollout, forward and back, from moment to moment.
 *
 * Invariants: the walk stands at one moment, never before the first or behind the last; what it shows of that moment is
 * what the log said up to it, and nothing that came later.
 */

import { exposedName } from '../base/tool.ts';
import type { CodeCell, Graph, ToolCall } from '../trace/model.ts';
import { outputText } from '../viewer/itemText.ts';
import { type Moment, momentsOf } from './rolloutMoments.ts';

export type WalkDirection = 'forward' | 'back';

/** Which moments are worth stopping at, when nobody steps. */
export interface WalkStops {
  readonly kinds: ReadonlySet<Moment['kind']>;
  readonly tools: readonly string[];
  readonly failures: boolean;
}

export interface CellView {
  readonly cell: CodeCell;
  readonly status: string;
  readonly pending: readonly ToolCall[];
  readonly done: readonly ToolCall[];
  /** What the model had seen of it, one text for each answer. */
  readonly seen: readonly string[];
}

export class RolloutWalk {
  readonly graph: Graph;
  readonly moments: readonly Moment[];
  #at = 0;

  /** Throws a sentence when the rollout holds no cell and no wait. */
  constructor(graph: Graph) {
    this.graph = graph;
    this.moments = momentsOf(graph);
    if (this.moments.length === 0) throw new Error('This rollout holds no cell: there is nothing to step through.');
  }

  get moment(): Moment {
    const moment = this.moments[this.#at];
    if (moment === undefined) throw new Error('the walk has left the rollout');
    return moment;
  }

  get isFirst(): boolean {
    return this.#at === 0;
  }

  get isLast(): boolean {
    return this.#at === this.moments.length - 1;
  }

  /** One moment; `alone`: the next that is about the same cell and not one of its calls. False at the end of the way. */
  step(direction: WalkDirection, alone = false): boolean {
    const { cell } = this.moment;
    return this.#go(
      direction,
      moment => !alone || (moment.cell === cell && moment.kind !== 'call' && moment.kind !== 'result'),
    );
  }

  /** To where the cell of this moment ends, or starts. */
  leave(direction: WalkDirection): boolean {
    const { cell } = this.moment;
    const kind = direction === 'forward' ? 'end' : 'start';
    return this.#go(direction, moment => moment.cell === cell && moment.kind === kind);
  }

  /** To the next moment worth stopping at. */
  run(direction: WalkDirection, stops: WalkStops): boolean {
    return this.#go(direction, moment => isStop(moment, stops));
  }

  /** To the moment at which this began, or the last before an event of the log. */
  goTo(where: { readonly ref?: { readonly id: string }; readonly seq?: number }): boolean {
    const { ref, seq } = where;
    const index =
      ref !== undefined
        ? this.moments.findIndex(moment => moment.ref.id === ref.id)
        : this.moments.findLastIndex(moment => moment.seq <= (seq ?? 0));
    if (index < 0) return false;
    this.#at = index;
    return true;
  }

  /** Cells that had started by now, latest first; those that had ended last of all. */
  cells(): CellView[] {
    const { seq } = this.moment;
    return [...this.graph.code_cells.values()]
      .filter(cell => cell.execution.started_seq <= seq)
      .map(cell => this.view(cell))
      .sort(
        (a, b) =>
          Number(hasEnded(a.cell, seq)) - Number(hasEnded(b.cell, seq)) ||
          b.cell.execution.started_seq - a.cell.execution.started_seq,
      );
  }

  view(cell: CodeCell): CellView {
    const { seq } = this.moment;
    const calls = cell.nested_tool_call_ids
      .flatMap(id => this.graph.tool_calls.get(id) ?? [])
      .filter(call => call.execution.started_seq <= seq);
    const isDone = ({ execution }: ToolCall) => execution.ended_seq !== null && execution.ended_seq <= seq;
    return {
      cell,
      status: statusOf(cell, seq),
      pending: calls.filter(call => !isDone(call)),
      done: calls.filter(isDone),
      seen: this.#seen(cell, isDone),
    };
  }

  /** The line of the cell's text that the moment is about, from 0; null when the text does not tell. */
  lineOf({ cell, tool }: Moment): number | null {
    if (cell === undefined || tool === undefined) return null;
    const name = exposedName(tool.split('.').at(-1) ?? tool);
    const lines = cell.source_js.split('\n');
    const calls = lines.flatMap((line, index) =>
      new RegExp(`\\b${name.replaceAll('$', '\\$')}\\s*\\(`).test(line) ? [index] : [],
    );
    return calls.length === 1 ? (calls[0] ?? null) : null;
  }

  #seen(cell: CodeCell, isDone: (call: ToolCall) => boolean): string[] {
    const { seq } = this.moment;
    const first = cell.initial_response_seq !== null && cell.initial_response_seq <= seq;
    const waits = cell.wait_tool_call_ids.flatMap(id => this.graph.tool_calls.get(id) ?? []).filter(isDone);
    return [
      ...(first ? [outputText(this.graph, cell.output_item_ids)] : []),
      ...waits.map(wait => outputText(this.graph, wait.model_visible_output_item_ids)),
    ];
  }

  #go(direction: WalkDirection, wanted: (moment: Moment) => boolean): boolean {
    const by = direction === 'forward' ? 1 : -1;
    for (let at = this.#at + by; at >= 0 && at < this.moments.length; at += by) {
      const moment = this.moments[at];
      if (moment === undefined || !wanted(moment)) continue;
      this.#at = at;
      return true;
    }
    this.#at = direction === 'forward' ? this.moments.length - 1 : 0;
    return false;
  }
}

function isStop({ kind, tool, failed }: Moment, stops: WalkStops): boolean {
  if (stops.kinds.has(kind) || (stops.failures && failed)) return true;
  return kind === 'call' && stops.tools.some(name => isNamed(tool ?? '', name));
}

function isNamed(tool: string, name: string): boolean {
  const bare = name.trim().replace(/^tools\./, '');
  return bare === tool || bare === exposedName(tool) || bare === tool.split('.').at(-1);
}

function hasEnded(cell: CodeCell, seq: number): boolean {
  return cell.execution.ended_seq !== null && cell.execution.ended_seq <= seq;
}

function statusOf(cell: CodeCell, seq: number): string {
  if (hasEnded(cell, seq)) return cell.runtime_status;
  return cell.yielded_seq !== null && cell.yielded_seq <= seq ? 'yielded, runs on' : 'running';
}

/**
 * Compares two rollouts by what was said and run, not by when: their conversations are laid side by side, thread by
 * thread, and what differs is named. Pure: two graphs in, plain data out.
 *
 * Leaves out ids, times of day and model-side bookkeeping: they differ between any two runs.
 */

import type { Graph, Thread, ToolCall } from '../../trace/model.ts';
import { isRequest, threadName } from '../../trace/timeline/labels.ts';
import { isWait } from '../../trace/timeline/promises.ts';
import { formatDuration } from '../formatDuration.ts';
import { rolloutTitle } from '../header.ts';
import { align, equals } from './align.ts';
import type {
  ComparedCall,
  ComparedFact,
  ComparedRow,
  ComparedThread,
  Comparison,
  DifferenceKind,
  FactLabel,
  RowChange,
  RowDetails,
} from './comparison.ts';
import { type Entry, entriesOf, type NestedCall } from './entries.ts';
import { compareText } from './textDiff.ts';

/** Times that differ by less are the same: ms, and the share of the shorter one. */
const sameMs = 250;
const sameShare = 0.5;
const mostCalls = 500;
const sliceMs = 15;

interface Row {
  readonly view: ComparedRow;
  readonly left: Entry | undefined;
  readonly right: Entry | undefined;
}

/** A comparison, and the way to the details of its rows. */
export class RolloutComparison {
  readonly comparison: Comparison;
  readonly #rows: ReadonlyMap<string, Row>;

  private constructor(comparison: Comparison, rows: ReadonlyMap<string, Row>) {
    this.comparison = comparison;
    this.#rows = rows;
  }

  /** Everything at once. */
  static of(left: Graph, right: Graph): RolloutComparison {
    const work = RolloutComparison.#work(left, right);
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
    }
  }

  /** The same in slices of about `sliceMs`, with `rest` awaited in between; null when `wanted` is no longer true. */
  static async inSlices(
    left: Graph,
    right: Graph,
    rest: () => Promise<unknown>,
    wanted: () => boolean,
  ): Promise<RolloutComparison | null> {
    const work = RolloutComparison.#work(left, right);
    for (let began = performance.now(); ; ) {
      const step = work.next();
      if (step.done) return step.value;
      if (performance.now() - began < sliceMs) continue;
      await rest();
      if (!wanted()) return null;
      began = performance.now();
    }
  }

  /** Null when there is no such row. */
  details(key: string): RowDetails | null {
    const row = this.#rows.get(key);
    if (!row) return null;
    const { left, right } = row;
    const kind = (left ?? right)?.view.kind;
    const blocks = [
      compareText(kind === 'cell' ? 'source' : 'text', left?.text, right?.text),
      compareText('output', left && answer(left), right && answer(right)),
    ];
    return { key, blocks: blocks.filter(block => block !== null), calls: compareCalls(left, right) };
  }

  /** Pauses often enough for slices of a few milliseconds. */
  static *#work(left: Graph, right: Graph): Generator<void, RolloutComparison, undefined> {
    const rows = new Map<string, Row>();
    const threads: ComparedThread[] = [];
    for (const [one, other] of pairThreads(left, right)) {
      const lefts = yield* gathered(one ? entriesOf(left, one) : []);
      const rights = yield* gathered(other ? entriesOf(right, other) : []);
      const views: ComparedRow[] = [];
      for (const [l, r] of align(lefts, rights)) {
        const row = rowOf(l === null ? undefined : lefts[l], r === null ? undefined : rights[r]);
        rows.set(row.view.key, row);
        views.push(row.view);
        yield;
      }
      const named = one ?? other;
      const both = one !== undefined && other !== undefined;
      threads.push({ name: named ? threadName(named) : '', both, rows: views });
    }
    const titles = { left: rolloutTitle(left), right: rolloutTitle(right) };
    return new RolloutComparison({ titles, facts: factsOf(left, right), threads }, rows);
  }
}

function* gathered(entries: Iterable<Entry>): Generator<void, Entry[], undefined> {
  const all: Entry[] = [];
  for (const entry of entries) {
    all.push(entry);
    yield;
  }
  return all;
}

/** Root with root, the others by their names and then by their order. */
function pairThreads(left: Graph, right: Graph): [Thread | undefined, Thread | undefined][] {
  const rest = new Set(right.threads.values());
  const take = (wanted: (thread: Thread) => boolean): Thread | undefined => {
    for (const thread of rest) {
      if (!wanted(thread)) continue;
      rest.delete(thread);
      return thread;
    }
    return undefined;
  };
  const paired = [...left.threads.values()].map((thread): [Thread, Thread | undefined] => [
    thread,
    thread.origin.type === 'root'
      ? take(other => other.origin.type === 'root')
      : take(other => other.origin.type !== 'root' && threadName(other) === threadName(thread)),
  ]);
  const all = paired.map(([thread, other]): [Thread, Thread | undefined] => [
    thread,
    other ?? take(each => each.origin.type === thread.origin.type),
  ]);
  return [...all, ...[...rest].map((thread): [undefined, Thread] => [undefined, thread])];
}

function rowOf(left: Entry | undefined, right: Entry | undefined): Row {
  const differences = left && right ? differencesOf(left, right) : [];
  const view: ComparedRow = {
    key: `${left?.view.ref.id ?? ''}|${right?.view.ref.id ?? ''}`,
    change: changeOf(left, right, differences),
    left: left?.view ?? null,
    right: right?.view ?? null,
    differences,
  };
  return { view, left, right };
}

function changeOf(
  left: Entry | undefined,
  right: Entry | undefined,
  differences: readonly DifferenceKind[],
): RowChange {
  if (!right) return 'left';
  if (!left) return 'right';
  if (differences.length === 0) return 'same';
  return differences.every(kind => kind === 'duration') ? 'timing' : 'changed';
}

function differencesOf(left: Entry, right: Entry): DifferenceKind[] {
  const found: DifferenceKind[] = [];
  if (left.text !== right.text) found.push(left.view.kind === 'cell' ? 'source' : 'text');
  if (left.view.status !== right.view.status) found.push('status');
  if (answer(left) !== answer(right)) found.push('output');
  if (compareCalls(left, right).some(call => call.differs)) found.push('calls');
  if (!sameTime(left.view.durationMs, right.view.durationMs)) found.push('duration');
  return found;
}

/** What the model got back, without what differs each time. */
function answer({ output }: Entry): string {
  return output.replace(/^Wall time:? [\d.]+ seconds?$/gm, 'Wall time … seconds');
}

function sameTime(left: number | undefined, right: number | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return Math.abs(left - right) <= Math.max(sameMs, Math.min(left, right) * sameShare);
}

function compareCalls(left: Entry | undefined, right: Entry | undefined): ComparedCall[] {
  const lefts = (left?.calls ?? []).slice(0, mostCalls);
  const rights = (right?.calls ?? []).slice(0, mostCalls);
  const calls: ComparedCall[] = [];
  const add = (one: NestedCall | undefined, other: NestedCall | undefined) => {
    const named = one ?? other;
    if (!named) return;
    calls.push({
      name: named.name,
      input: named.input,
      left: one ? callText(one) : null,
      right: other ? callText(other) : null,
      differs: one?.status !== other?.status,
    });
  };
  let l = 0;
  let r = 0;
  for (const [toL, toR] of [
    ...equals(lefts.map(callKey), rights.map(callKey)),
    [lefts.length, rights.length] as const,
  ]) {
    for (; l < toL; l++) add(lefts[l], undefined);
    for (; r < toR; r++) add(undefined, rights[r]);
    add(lefts[l++], rights[r++]);
  }
  return calls;
}

const callKey = ({ name, input }: NestedCall): string => `${name} ${input}`;

function callText({ status, durationMs }: NestedCall): string {
  return durationMs === undefined ? status : `${status}, ${formatDuration(durationMs)}`;
}

function factsOf(left: Graph, right: Graph): ComparedFact[] {
  const [one, other] = [totalsOf(left), totalsOf(right)];
  const told = (Object.keys(one) as FactLabel[]).filter(label => one[label] !== '0' || other[label] !== '0');
  return told.map(label => ({
    label,
    left: one[label],
    right: other[label],
    differs: label === 'duration' ? !sameTime(lengthOf(left), lengthOf(right)) : one[label] !== other[label],
  }));
}

function lengthOf({ started_at_unix_ms, ended_at_unix_ms }: Graph): number | undefined {
  return ended_at_unix_ms === null ? undefined : ended_at_unix_ms - started_at_unix_ms;
}

function totalsOf(graph: Graph): Record<FactLabel, string> {
  const cells = [...graph.code_cells.values()];
  const calls = [...graph.tool_calls.values()];
  // The call that starts a cell fails with it; one that started none is a failure of its own.
  const failsWithCell = ({ started_code_cell_id: id }: ToolCall) =>
    id !== undefined && graph.code_cells.get(id)?.execution.status === 'failed';
  const failures = [
    ...graph.threads.values(),
    ...graph.codex_turns.values(),
    ...graph.inference_calls.values(),
    ...graph.compaction_requests.values(),
    ...cells,
    ...calls.filter(call => !failsWithCell(call)),
    ...graph.terminal_operations.values(),
  ].filter(each => each.execution.status === 'failed');
  const usages = [...graph.inference_calls.values()].flatMap(call => call.usage ?? []);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0).toLocaleString('en-US');
  return {
    status: graph.status,
    duration: formatDuration(lengthOf(graph) ?? Number.POSITIVE_INFINITY),
    turns: sum([graph.codex_turns.size]),
    modelCalls: sum([[...graph.inference_calls.values()].filter(call => !isRequest(call)).length]),
    cells: sum([cells.length]),
    nestedCalls: sum(cells.map(cell => cell.nested_tool_call_ids.length)),
    waits: sum([calls.filter(isWait).length]),
    failures: sum([failures.length]),
    inputTokens: sum(usages.map(usage => usage.input_tokens)),
    cachedTokens: sum(usages.map(usage => usage.cached_input_tokens)),
    outputTokens: sum(usages.map(usage => usage.output_tokens)),
  };
}

/**
 * The stored values with which a recorded cell started. A rollout does not say what they were, so the cells that ended
 * before it and store something run once more, in the order in which they ended, with the recorded results of their
 * calls and without any tool.
 *
 * Each starts with what had been committed when it started. What a cell stores that depends on the time or on chance is
 * what this run makes of it. Invariant: a cell that was terminated commits nothing, as then.
 */

import type { PayloadSource } from '../trace/bundle/payloadSource.ts';
import type { CodeCell, Graph } from '../trace/model.ts';
import { CellDebugger } from './cellDebugger.ts';
import type { DebugProcessOptions } from './debugProcess.ts';
import { findCell, recordedCell } from './recordedCell.ts';

/** JSON by key. */
export type StoredValues = ReadonlyMap<string, string>;

interface Commit {
  /** Of the event at which the cell ended. */
  readonly seq: number;
  readonly values: StoredValues;
}

/** Earlier cells than this many are passed over: a value that old is rarely what a person looks for. */
const mostCells = 50;

/** How long one of them may take: what it waits for may never have come, ms. */
const mostMs = 10_000;

/** Rejects with `StartError` when no process can be started. */
export async function recordedStore(
  graph: Graph,
  payloads: PayloadSource,
  id: string | undefined,
  process: DebugProcessOptions,
): Promise<StoredValues> {
  const cell = findCell(graph, id);
  if (!/\bload\b/.test(cell.source_js)) return new Map();
  const commits: Commit[] = [];
  for (const earlier of storingBefore(graph, cell)) {
    const stored = valuesAt(commits, earlier.execution.started_seq);
    const values = await runAgain(recordedCell(graph, payloads, earlier.code_cell_id), stored, process);
    commits.push({ seq: earlier.execution.ended_seq ?? 0, values });
  }
  return valuesAt(commits, cell.execution.started_seq);
}

/** In the order in which they ended. */
function storingBefore(graph: Graph, cell: CodeCell): CodeCell[] {
  const before = [...graph.code_cells.values()].filter(
    ({ execution, runtime_status, source_js, thread_id }) =>
      thread_id === cell.thread_id &&
      execution.ended_seq !== null &&
      execution.ended_seq < cell.execution.started_seq &&
      (runtime_status === 'completed' || runtime_status === 'failed') &&
      /\bstore\b/.test(source_js),
  );
  before.sort((a, b) => (a.execution.ended_seq ?? 0) - (b.execution.ended_seq ?? 0));
  return before.slice(-mostCells);
}

function valuesAt(commits: readonly Commit[], seq: number): Map<string, string> {
  const values = new Map<string, string>();
  for (const commit of commits) {
    if (commit.seq < seq) for (const [key, json] of commit.values) values.set(key, json);
  }
  return values;
}

/** What the cell commits. */
async function runAgain(
  recorded: ReturnType<typeof recordedCell>,
  stored: StoredValues,
  process: DebugProcessOptions,
): Promise<StoredValues> {
  let ended: () => void = () => {};
  const end = new Promise<void>(resolve => {
    ended = resolve;
  });
  const cell = await CellDebugger.start({
    ...process,
    source: recorded.source,
    tools: recorded.tools,
    onToolCall: () => Promise.reject(new Error('A recorded cell runs no tool.')),
    clockedTools: recorded.handler,
    stored,
    hurried: true,
    onEvent: event => event.type === 'ended' && ended(),
  });
  const late = setTimeout(() => void cell.close(), mostMs);
  await cell.run();
  await end;
  clearTimeout(late);
  return cell.committed;
}

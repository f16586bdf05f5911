/**
 * The moments of a recorded rollout at which a debugger can stand: what happened to its cells, in the order of the log.
 *
 * They are read off the reduced graph, whose entities know at which event they began and ended; so any moment can be
 * looked at without replaying the log up to it. Reading goes in portions, so that a large rollout keeps nobody waiting;
 * what a moment is called is found out when it is shown. Leaves out what is no cell's business: inferences, agents,
 * compactions.
 */

import type { CodeCell, Graph, ToolCall } from '../trace/model.ts';
import type { EntityRef } from '../trace/timeline/columns.ts';
import { toolName } from '../trace/timeline/labels.ts';
import { isWait, waitArguments } from '../trace/timeline/promises.ts';
import { type CellEvent, tellEvent } from './debuggerEvents.ts';

export type MomentKind = 'start' | 'call' | 'result' | 'yield' | 'wait' | 'answer' | 'end';

/** What happened, and to what. */
export interface Mark {
  readonly kind: MomentKind;
  /** Of the event in the log. */
  readonly seq: number;
  /** The cell it is about; absent for a wait on a cell that was not there. */
  readonly cell?: CodeCell;
  /** Absent when it is about the cell itself. */
  readonly call?: ToolCall;
}

export interface Moment extends Mark {
  /** Unix ms. */
  readonly atMs: number;
  /** What to show on a timeline. */
  readonly ref: EntityRef;
  readonly tool?: string;
  readonly failed: boolean;
  /** One sentence. */
  readonly text: string;
}

/** Entities or marks that are read at once. */
const portion = 1_000;

/** All marks in the order of the log. Yields between portions. */
export function* marksOf(graph: Graph): Generator<void, Mark[]> {
  // The log counts its events from 1, so that they need no sorting.
  const at: (Mark | Mark[] | undefined)[] = [];
  const put = (mark: Mark) => {
    const other = at[mark.seq];
    if (other === undefined) at[mark.seq] = mark;
    else if (Array.isArray(other)) other.push(mark);
    else at[mark.seq] = [other, mark];
  };
  const waitedBy = new Map<string, CodeCell>();
  let read = 0;
  for (const cell of graph.code_cells.values()) {
    for (const mark of cellMarks(cell)) put(mark);
    for (const id of cell.wait_tool_call_ids) if (!waitedBy.has(id)) waitedBy.set(id, cell);
    if (++read % portion === 0) yield;
  }
  for (const call of graph.tool_calls.values()) {
    for (const mark of callMarks(graph, waitedBy, call)) put(mark);
    if (++read % portion === 0) yield;
  }
  const marks: Mark[] = [];
  for (let seq = 0; seq < at.length; seq++) {
    const found = at[seq];
    if (Array.isArray(found)) marks.push(...found);
    else if (found !== undefined) marks.push(found);
    if (seq % (portion * 10) === 0) yield;
  }
  return marks;
}

/** What can be told of a mark. */
export function momentOf(mark: Mark): Moment {
  const { cell, call } = mark;
  if (call === undefined) return cellMoment(mark, cell);
  const { execution, code_mode_runtime_tool_id, tool_call_id } = call;
  const nested = isNested(mark);
  const tool = toolName(call);
  const id = code_mode_runtime_tool_id ?? tool_call_id;
  const name = cell === undefined ? 'a cell that is not there' : `cell ${cell.runtime_cell_id}`;
  const begins = mark.kind === 'call' || mark.kind === 'wait';
  return {
    ...mark,
    ref: { kind: 'tool_call', id: tool_call_id },
    ...(nested ? { tool } : {}),
    atMs: begins ? execution.started_at_unix_ms : (execution.ended_at_unix_ms ?? execution.started_at_unix_ms),
    failed: hasFailed(mark),
    text: begins
      ? nested
        ? tellEvent({ type: 'tool_call', id, tool } satisfies CellEvent)
        : waitText(call, name)
      : nested
        ? `${id} (${tool}) ${endText(execution.status)}`
        : `The wait on ${name} is answered`,
  };
}

/** Whether it is the failure of a call or of a cell. */
export function hasFailed({ kind, cell, call }: Mark): boolean {
  if (kind === 'end') return cell?.execution.status === 'failed';
  return (kind === 'result' || kind === 'answer') && call?.execution.status === 'failed';
}

function isNested({ kind }: Mark): boolean {
  return kind === 'call' || kind === 'result';
}

function cellMoment(mark: Mark, cell: CodeCell | undefined): Moment {
  if (cell === undefined) throw new Error('a mark is about a cell or a call');
  const { execution, runtime_cell_id: id, runtime_status: status } = cell;
  const common = { ...mark, ref: { kind: 'code_cell', id: cell.code_cell_id } as EntityRef, failed: hasFailed(mark) };
  if (mark.kind === 'start') return { ...common, atMs: execution.started_at_unix_ms, text: `Cell ${id} starts` };
  if (mark.kind === 'yield') {
    return { ...common, atMs: cell.yielded_at_unix_ms ?? execution.started_at_unix_ms, text: `Cell ${id} yields` };
  }
  const text = `Cell ${id} has ${status === 'completed' ? 'completed' : `ended: ${status}`}`;
  return { ...common, atMs: execution.ended_at_unix_ms ?? execution.started_at_unix_ms, text };
}

function* cellMarks(cell: CodeCell): Generator<Mark> {
  const { execution, yielded_seq, yielded_at_unix_ms } = cell;
  yield { kind: 'start', seq: execution.started_seq, cell };
  if (yielded_seq !== null && yielded_at_unix_ms !== null) yield { kind: 'yield', seq: yielded_seq, cell };
  if (execution.ended_seq !== null && execution.ended_at_unix_ms !== null)
    yield { kind: 'end', seq: execution.ended_seq, cell };
}

function* callMarks(graph: Graph, waitedBy: ReadonlyMap<string, CodeCell>, call: ToolCall): Generator<Mark> {
  const { requester, execution, tool_call_id } = call;
  const nested = requester.type === 'code_cell';
  if (!nested && !isWait(call)) return;
  const cell = nested ? graph.code_cells.get(requester.code_cell_id) : waitedBy.get(tool_call_id);
  const about = { call, ...(cell === undefined ? {} : { cell }) };
  yield { kind: nested ? 'call' : 'wait', seq: execution.started_seq, ...about };
  if (execution.ended_seq === null || execution.ended_at_unix_ms === null) return;
  yield { kind: nested ? 'result' : 'answer', seq: execution.ended_seq, ...about };
}

function waitText(call: ToolCall, name: string): string {
  const { terminate, ms } = waitArguments(call);
  return terminate ? `The model terminates ${name}` : `The model waits on ${name}, for ${ms} ms at most`;
}

function endText(status: string): string {
  return status === 'completed' ? 'has its result' : status === 'failed' ? 'has failed' : 'was cancelled';
}

/**
 * The moments of a recorded rollout at which a debugger can stand: what happened to its cells, in the order of the log.
 *
 * They are read off the reduced graph, whose entities know at which event they began and ended; so any moment can be
 * looked at without replaying the log up to it. Leaves out what is no cell's business: inferences, agents, compactions.
 */

import type { CodeCell, Graph, ToolCall } from '../trace/model.ts';
import type { EntityRef } from '../trace/timeline/columns.ts';
import { toolName } from '../trace/timeline/labels.ts';
import { isWait, waitArguments } from '../trace/timeline/promises.ts';
import { type CellEvent, tellEvent } from './debuggerEvents.ts';

export interface Moment {
  /** Of the event in the log. */
  readonly seq: number;
  /** Unix ms. */
  readonly atMs: number;
  /** The cell it is about; absent for a wait on a cell that was not there. */
  readonly cell?: CodeCell;
  /** What to show on a timeline. */
  readonly ref: EntityRef;
  readonly kind: 'start' | 'call' | 'result' | 'yield' | 'wait' | 'answer' | 'end';
  readonly tool?: string;
  readonly failed: boolean;
  /** One sentence. */
  readonly text: string;
}

export function momentsOf(graph: Graph): Moment[] {
  const moments: Moment[] = [];
  for (const cell of graph.code_cells.values()) moments.push(...cellMoments(cell));
  for (const call of graph.tool_calls.values()) moments.push(...callMoments(graph, call));
  return moments.sort((a, b) => a.seq - b.seq);
}

function* cellMoments(cell: CodeCell): Generator<Moment> {
  const { execution, runtime_cell_id: id } = cell;
  const ref: EntityRef = { kind: 'code_cell', id: cell.code_cell_id };
  const common = { cell, ref };
  yield {
    ...common,
    seq: execution.started_seq,
    atMs: execution.started_at_unix_ms,
    kind: 'start',
    failed: false,
    text: `Cell ${id} starts`,
  };
  if (cell.yielded_seq !== null && cell.yielded_at_unix_ms !== null) {
    const text = `Cell ${id} yields`;
    yield { ...common, seq: cell.yielded_seq, atMs: cell.yielded_at_unix_ms, kind: 'yield', failed: false, text };
  }
  if (execution.ended_seq !== null && execution.ended_at_unix_ms !== null) {
    const failed = execution.status === 'failed';
    const text = `Cell ${id} has ${cell.runtime_status === 'completed' ? 'completed' : `ended: ${cell.runtime_status}`}`;
    yield { ...common, seq: execution.ended_seq, atMs: execution.ended_at_unix_ms, kind: 'end', failed, text };
  }
}

function* callMoments(graph: Graph, call: ToolCall): Generator<Moment> {
  const nested = call.requester.type === 'code_cell';
  if (!nested && !isWait(call)) return;
  const cell = nested ? cellOfCall(graph, call) : waitedCell(graph, call);
  const { execution } = call;
  const failed = execution.status === 'failed';
  const tool = toolName(call);
  const id = call.code_mode_runtime_tool_id ?? call.tool_call_id;
  const common = { ref: { kind: 'tool_call', id: call.tool_call_id } as EntityRef, ...(cell ? { cell } : {}) };
  const name = cell === undefined ? 'a cell that is not there' : `cell ${cell.runtime_cell_id}`;
  yield {
    ...common,
    ...(nested ? { tool } : {}),
    seq: execution.started_seq,
    atMs: execution.started_at_unix_ms,
    kind: nested ? 'call' : 'wait',
    failed: false,
    text: nested ? tellEvent({ type: 'tool_call', id, tool } satisfies CellEvent) : waitText(call, name),
  };
  if (execution.ended_seq === null || execution.ended_at_unix_ms === null) return;
  yield {
    ...common,
    ...(nested ? { tool } : {}),
    seq: execution.ended_seq,
    atMs: execution.ended_at_unix_ms,
    kind: nested ? 'result' : 'answer',
    failed,
    text: nested ? `${id} (${tool}) ${endText(execution.status)}` : `The wait on ${name} is answered`,
  };
}

function waitText(call: ToolCall, name: string): string {
  const { terminate, ms } = waitArguments(call);
  return terminate ? `The model terminates ${name}` : `The model waits on ${name}, for ${ms} ms at most`;
}

function endText(status: string): string {
  return status === 'completed' ? 'has its result' : status === 'failed' ? 'has failed' : 'was cancelled';
}

function cellOfCall(graph: Graph, { requester }: ToolCall): CodeCell | undefined {
  return requester.type === 'code_cell' ? graph.code_cells.get(requester.code_cell_id) : undefined;
}

function waitedCell(graph: Graph, call: ToolCall): CodeCell | undefined {
  for (const cell of graph.code_cells.values()) if (cell.wait_tool_call_ids.includes(call.tool_call_id)) return cell;
  return undefined;
}

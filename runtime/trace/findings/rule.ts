/**
 * What the rules have in common. A rule looks at a graph, whole or still growing, and says what a reader should know;
 * it changes nothing and costs no more than a pass over what it is about.
 */

import type { Finding, FindingSeverity } from '../finding.ts';
import type { CodeCell, Graph, InferenceCall, ToolCall } from '../model.ts';
import type { EntityRef } from '../timeline/columns.ts';
import { toolName } from '../timeline/labels.ts';
import { type FindingSentence, filled, spoken } from './texts.ts';

export type Rule = (graph: Graph) => Finding[];

/** The first of `refs` is what the finding is about. */
export function finding(
  severity: FindingSeverity,
  code: string,
  said: FindingSentence,
  refs: readonly EntityRef[],
): Finding {
  return spoken({ severity, code, message: filled(said.text, said.values), refs }, said);
}

export const cellRef = (cell: CodeCell): EntityRef => ({ kind: 'code_cell', id: cell.code_cell_id });
export const callRef = (call: ToolCall): EntityRef => ({ kind: 'tool_call', id: call.tool_call_id });

/** A nested call as its cell would name it: `exec_command (tool-2)`; one of the model's own by its call id. */
export function callText(call: ToolCall): string {
  return `${toolName(call)} (${call.code_mode_runtime_tool_id ?? call.tool_call_id})`;
}

/** The waits for a cell that are in the graph, in order of their start. */
export function waitsOf(graph: Graph, cell: CodeCell): ToolCall[] {
  return cell.wait_tool_call_ids.flatMap(id => graph.tool_calls.get(id) ?? []);
}

export function nestedCallsOf(graph: Graph, cell: CodeCell): ToolCall[] {
  return cell.nested_tool_call_ids.flatMap(id => graph.tool_calls.get(id) ?? []);
}

/** Which model call asked for a tool call. */
export function askedBy(graph: Graph): Map<string, InferenceCall> {
  const by = new Map<string, InferenceCall>();
  for (const inference of graph.inference_calls.values()) {
    for (const id of inference.tool_call_ids_started_by_response) by.set(id, inference);
  }
  return by;
}

/** A wait that came back although its cell ran on: nothing was collected. */
export function onlyYielded(cell: CodeCell, wait: ToolCall): boolean {
  const { status, started_seq, ended_seq } = wait.execution;
  if (status !== 'completed' || ended_seq === null) return false;
  const over = cell.execution.ended_seq;
  return over === null || over > ended_seq || over < started_seq;
}

/** A cell that nobody is known to have ended: its turn was over before it was (trace-format §3, turn end cascade). */
export function endedWithTurn(cell: CodeCell): boolean {
  return cell.execution.ended_seq !== null && cell.raw_result_payload_id === null;
}

/** A nested call that was still under way when its cell settled: nobody awaited it, it was cancelled, its result is lost. */

import type { Finding } from '../finding.ts';
import type { CodeCell, Graph, ToolCall } from '../model.ts';
import { callRef, callText, cellRef, finding, nestedCallsOf } from './rule.ts';
import { sentence } from './texts.ts';

export function droppedCall(graph: Graph): Finding[] {
  const found: Finding[] = [];
  for (const cell of graph.code_cells.values()) {
    const status = cell.runtime_status;
    // The end of a turn can fail a cell without a result; nothing is known of its calls then.
    if ((status !== 'completed' && status !== 'failed') || cell.raw_result_payload_id === null) continue;
    for (const call of nestedCallsOf(graph, cell)) {
      if (!wasDropped(cell, call)) continue;
      const whole = status === 'completed';
      const said = sentence(
        whole
          ? '{0} was still under way when cell {1} completed: nobody awaited it, and its result is lost'
          : '{0} was still under way when cell {1} failed: the error ended the cell before it came back, and its result is lost',
        callText(call),
        cell.runtime_cell_id,
      );
      found.push(finding(whole ? 'warning' : 'info', 'call-dropped', said, [callRef(call), cellRef(cell)]));
    }
  }
  return found;
}

function wasDropped(cell: CodeCell, call: ToolCall): boolean {
  const { started_seq, ended_seq, status } = call.execution;
  const over = cell.execution.ended_seq ?? Number.POSITIVE_INFINITY;
  if (started_seq > over) return false;
  return status === 'cancelled' || status === 'aborted' || ended_seq === null || ended_seq > over;
}

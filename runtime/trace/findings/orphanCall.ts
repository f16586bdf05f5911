/** A nested call whose cell is not in the rollout, or had ended before the call was made. */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { callRef, callText, cellRef, cellText, finding } from './rule.ts';

export function orphanCall(graph: Graph): Finding[] {
  const found: Finding[] = [];
  for (const call of graph.tool_calls.values()) {
    if (call.requester.type !== 'code_cell') continue;
    const cell = graph.code_cells.get(call.requester.code_cell_id);
    if (!cell) {
      const message = `${callText(call)} was made by ${call.requester.code_cell_id}, which is not in this rollout: the model call that asked for the cell is missing`;
      found.push(finding('warning', 'orphan-call', message, [callRef(call)]));
    } else if ((cell.execution.ended_seq ?? Number.POSITIVE_INFINITY) < call.execution.started_seq) {
      const message = `${callText(call)} was made after ${cellText(cell)} had ended`;
      found.push(finding('warning', 'orphan-call', message, [callRef(call), cellRef(cell)]));
    }
  }
  return found;
}

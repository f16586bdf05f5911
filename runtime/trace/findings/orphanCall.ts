/** A nested call whose cell is not in the rollout, or had ended before the call was made. */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { callRef, callText, cellRef, finding } from './rule.ts';
import { sentence } from './texts.ts';

export function orphanCall(graph: Graph): Finding[] {
  const found: Finding[] = [];
  for (const call of graph.tool_calls.values()) {
    if (call.requester.type !== 'code_cell') continue;
    const cell = graph.code_cells.get(call.requester.code_cell_id);
    if (!cell) {
      const said = sentence(
        '{0} was made by {1}, which is not in this rollout: the model call that asked for the cell is missing',
        callText(call),
        call.requester.code_cell_id,
      );
      found.push(finding('warning', 'orphan-call', said, [callRef(call)]));
    } else if ((cell.execution.ended_seq ?? Number.POSITIVE_INFINITY) < call.execution.started_seq) {
      const said = sentence('{0} was made after cell {1} had ended', callText(call), cell.runtime_cell_id);
      found.push(finding('warning', 'orphan-call', said, [callRef(call), cellRef(cell)]));
    }
  }
  return found;
}

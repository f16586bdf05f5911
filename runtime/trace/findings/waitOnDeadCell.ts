/** A wait for a cell that is not there: never was, or is over and collected. The model lost track of its cells. */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { duration } from '../timeline/duration.ts';
import { isWait, waitArguments } from '../timeline/promises.ts';
import { callRef, cellRef, cellText, finding } from './rule.ts';

export function waitOnDeadCell(graph: Graph): Finding[] {
  const cellOf = new Map([...graph.code_cells.values()].flatMap(cell => cell.wait_tool_call_ids.map(id => [id, cell])));
  const found: Finding[] = [];
  for (const call of graph.tool_calls.values()) {
    if (!isWait(call) || call.execution.status !== 'failed') continue;
    const cell = cellOf.get(call.tool_call_id);
    if (!cell) {
      const id = waitArguments(call).cellId;
      const named = id === null ? 'no cell at all' : `cell ${id}, which this thread never had`;
      found.push(finding('warning', 'wait-on-dead-cell', `${call.tool_call_id} waits for ${named}`, [callRef(call)]));
      continue;
    }
    const { ended_seq, ended_at_unix_ms } = cell.execution;
    if (ended_seq === null || ended_at_unix_ms === null || ended_seq > call.execution.started_seq) continue;
    const ago = duration(call.execution.started_at_unix_ms - ended_at_unix_ms);
    const message = `${call.tool_call_id} waits for ${cellText(cell)}, which was over and collected ${ago} before`;
    found.push(finding('warning', 'wait-on-dead-cell', message, [callRef(call), cellRef(cell)]));
  }
  return found;
}

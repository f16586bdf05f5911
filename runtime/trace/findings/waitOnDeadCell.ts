/** A wait for a cell that is not there: never was, or is over and collected. The model lost track of its cells. */

import type { Finding } from '../finding.ts';
import type { Graph, ToolCall } from '../model.ts';
import { duration } from '../timeline/duration.ts';
import { isWait, waitArguments } from '../timeline/promises.ts';
import { callRef, cellRef, endedWithTurn, finding } from './rule.ts';
import { sentence } from './texts.ts';

export function waitOnDeadCell(graph: Graph): Finding[] {
  const cellOf = new Map([...graph.code_cells.values()].flatMap(cell => cell.wait_tool_call_ids.map(id => [id, cell])));
  const found: Finding[] = [];
  for (const call of graph.tool_calls.values()) {
    if (!isWait(call) || call.execution.status !== 'failed') continue;
    const cell = cellOf.get(call.tool_call_id);
    if (!cell) {
      const id = waitArguments(call).cellId;
      const said =
        id === null
          ? sentence('{0} waits for no cell at all', call.tool_call_id)
          : sentence('{0} waits for cell {1}, which this thread never had', call.tool_call_id, id);
      found.push(finding('warning', 'wait-on-dead-cell', said, [callRef(call)]));
      continue;
    }
    const { ended_seq, ended_at_unix_ms } = cell.execution;
    if (ended_seq === null || ended_at_unix_ms === null || ended_seq > call.execution.started_seq) continue;
    if (endedWithTurn(cell) && foundAlive(graph, call)) continue;
    // A clock may have been set back meanwhile.
    const ago = duration(Math.max(0, call.execution.started_at_unix_ms - ended_at_unix_ms));
    const said = sentence(
      endedWithTurn(cell)
        ? '{0} waits for cell {1}, which had ended with its turn {2} before'
        : '{0} waits for cell {1}, which was over and collected {2} before',
      call.tool_call_id,
      cell.runtime_cell_id,
      ago,
    );
    found.push(finding('warning', 'wait-on-dead-cell', said, [callRef(call), cellRef(cell)]));
  }
  return found;
}

/** Before 0.164 a cell lived on when its turn was interrupted, whatever the state says: only a live one has an observer. */
function foundAlive(graph: Graph, call: ToolCall): boolean {
  return call.model_visible_output_item_ids.some(id =>
    graph.conversation_items
      .get(id)
      ?.body.parts.some(part => part.type === 'text' && part.text.includes('already has an active observer')),
  );
}

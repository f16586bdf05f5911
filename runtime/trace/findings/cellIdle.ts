/**
 * A cell that lived on although every nested call of it had ended: it sits on a timer or on a promise that nobody will
 * settle. A wait that merely yielded proves that it lived; without one, its result may simply have lain uncollected.
 */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { duration } from '../timeline/duration.ts';
import { callRef, cellRef, finding, nestedCallsOf, onlyYielded, waitsOf } from './rule.ts';
import { sentence } from './texts.ts';

/** Shorter idling is nobody's business, ms. */
const IDLE_MS = 5000;

export function cellIdle(graph: Graph): Finding[] {
  const found: Finding[] = [];
  for (const cell of graph.code_cells.values()) {
    if (cell.wait_tool_call_ids.length === 0 || cell.nested_tool_call_ids.length === 0) continue;
    const ends = nestedCallsOf(graph, cell).map(call => call.execution.ended_at_unix_ms);
    if (ends.includes(null)) continue;
    const lastEnd = ends.reduce<number>((latest, end) => Math.max(latest, end ?? 0), 0);
    const alive = waitsOf(graph, cell).findLast(wait => onlyYielded(cell, wait));
    if (!alive) continue;
    const idle = (alive.execution.ended_at_unix_ms ?? 0) - lastEnd;
    if (idle < IDLE_MS) continue;
    const said = sentence(
      'cell {0} still ran {1} after its last nested call had ended: it sits on a timer or on a promise that nobody settles',
      cell.runtime_cell_id,
      duration(idle),
    );
    found.push(finding('warning', 'cell-idle', said, [cellRef(cell), callRef(alive)]));
  }
  return found;
}

/** A cell that was not over when its turn ended: it ran on unwatched, and perhaps nobody ever collected what it did. */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { duration } from '../timeline/duration.ts';
import { cellRef, finding } from './rule.ts';
import { sentence } from './texts.ts';

export function cellOutlivedTurn(graph: Graph): Finding[] {
  const found: Finding[] = [];
  for (const cell of graph.code_cells.values()) {
    const turn = graph.codex_turns.get(cell.codex_turn_id);
    const turnEnd = turn?.execution.ended_at_unix_ms ?? null;
    const turnEndSeq = turn?.execution.ended_seq ?? null;
    if (!turn || turnEnd === null || turnEndSeq === null) continue;
    const { ended_seq, ended_at_unix_ms } = cell.execution;
    if (ended_seq !== null && ended_seq <= turnEndSeq) continue;
    const refs = [cellRef(cell), { kind: 'codex_turn', id: turn.codex_turn_id } as const];
    if (ended_at_unix_ms === null) {
      const said = sentence(
        'cell {0} was left running when its turn ended, and nobody has collected its result',
        cell.runtime_cell_id,
      );
      found.push(finding('warning', 'cell-outlived-turn', said, refs));
    } else {
      // A clock may have been set back meanwhile.
      const after = duration(Math.max(0, ended_at_unix_ms - turnEnd));
      const said = sentence(
        'cell {0} ran on after its turn had ended; its result was collected {1} later',
        cell.runtime_cell_id,
        after,
      );
      found.push(finding('info', 'cell-outlived-turn', said, refs));
    }
  }
  return found;
}

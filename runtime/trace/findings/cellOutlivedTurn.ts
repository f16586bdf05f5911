/** A cell that was not over when its turn ended: it ran on unwatched, and perhaps nobody ever collected what it did. */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import { duration } from '../timeline/duration.ts';
import { cellRef, cellText, finding } from './rule.ts';

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
      const message = `${cellText(cell)} was left running when its turn ended, and nobody has collected its result`;
      found.push(finding('warning', 'cell-outlived-turn', message, refs));
    } else {
      const after = duration(ended_at_unix_ms - turnEnd);
      const message = `${cellText(cell)} ran on after its turn had ended; its result was collected ${after} later`;
      found.push(finding('info', 'cell-outlived-turn', message, refs));
    }
  }
  return found;
}

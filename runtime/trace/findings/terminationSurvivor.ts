/** A process of a terminated cell that ended only after the termination had been acknowledged, or is not known to have ended. */

import type { Finding } from '../finding.ts';
import type { CodeCell, Graph, TerminalOperation } from '../model.ts';
import { duration } from '../timeline/duration.ts';
import { operationName } from '../timeline/labels.ts';
import { cellRef, endedWithTurn, finding, nestedCallsOf } from './rule.ts';
import { sentence } from './texts.ts';

/** Processes are reported as ended a moment after they were killed, ms. */
const TOLERANCE_MS = 250;

export function terminationSurvivor(graph: Graph): Finding[] {
  const found: Finding[] = [];
  for (const cell of graph.code_cells.values()) {
    const over = cell.execution.ended_at_unix_ms;
    if (cell.runtime_status !== 'terminated' || over === null) continue;
    for (const call of nestedCallsOf(graph, cell)) {
      const operation = graph.terminal_operations.get(call.terminal_operation_id ?? '');
      const survivor = operation?.kind === 'exec_command' ? survival(cell, operation, over, graph.status) : null;
      if (survivor) found.push(survivor);
    }
  }
  return found;
}

function survival(cell: CodeCell, process: TerminalOperation, over: number, rollout: Graph['status']): Finding | null {
  const refs = [{ kind: 'terminal_operation', id: process.operation_id } as const, cellRef(cell)];
  const name = `\`${operationName(process)}\``;
  const end = process.execution.ended_at_unix_ms;
  if (end === null) {
    // While the rollout goes on it may still be about to end.
    if (rollout === 'running') return null;
    const said = sentence(
      endedWithTurn(cell)
        ? '{0} is not known to have ended after cell {1} had ended with its turn: look for it among the processes'
        : '{0} is not known to have ended after cell {1} was terminated: look for it among the processes',
      name,
      cell.runtime_cell_id,
    );
    return finding('warning', 'termination-survivor', said, refs);
  }
  if (end - over <= TOLERANCE_MS) return null;
  const withTurn = endedWithTurn(cell);
  const said = sentence(
    withTurn
      ? '{0} went on for {1} after cell {2} had ended with its turn'
      : '{0} went on for {1} after cell {2} was said to be terminated',
    name,
    duration(end - over),
    cell.runtime_cell_id,
  );
  // Nobody was told that it is over.
  return finding(withTurn ? 'warning' : 'error', 'termination-survivor', said, refs);
}

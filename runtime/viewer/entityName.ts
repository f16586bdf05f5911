/** What to call an object in a link: short, and the same word its lane or span has. */

import type { CodexTurn, Graph } from '../trace/model.ts';
import type { EntityKind } from '../trace/timeline/columns.ts';
import { cellName, operationName, threadName, toolName } from '../trace/timeline/labels.ts';

/** The object's name; its id when the graph does not have it or it has no name of its own. */
export function entityName(graph: Graph, kind: EntityKind, id: string): string {
  switch (kind) {
    case 'thread':
      return named(graph.threads.get(id), threadName) ?? id;
    case 'codex_turn':
      return named(graph.codex_turns.get(id), turn => turnName(graph, turn)) ?? id;
    case 'code_cell':
      return named(graph.code_cells.get(id), cellName) ?? id;
    case 'tool_call':
      return (
        named(graph.tool_calls.get(id), call => `${toolName(call)} (${call.code_mode_runtime_tool_id ?? id})`) ?? id
      );
    case 'terminal_operation':
      return named(graph.terminal_operations.get(id), operationName) ?? id;
    case 'conversation_item':
      return named(graph.conversation_items.get(id), item => `${item.kind.replaceAll('_', ' ')} (${id})`) ?? id;
    default:
      return id;
  }
}

/** Turns are counted within their thread. */
export function turnName(graph: Graph, turn: CodexTurn): string {
  let number = 0;
  for (const other of graph.codex_turns.values()) {
    if (other.thread_id === turn.thread_id && other.execution.started_seq <= turn.execution.started_seq) number++;
  }
  return `Turn ${number}`;
}

function named<T>(object: T | undefined, name: (object: T) => string): string | undefined {
  return object === undefined ? undefined : name(object);
}

/** What to call an object in a link: short, and the same word its lane or span has. */

import type { CodexTurn, Graph } from '../trace/model.ts';
import type { EntityKind } from '../trace/timeline/columns.ts';
import { operationName, threadName, toolName } from '../trace/timeline/labels.ts';
import { english, type Say, sayKnown } from './words.ts';

/** The object's name; its id when the graph does not have it or it has no name of its own. */
export function entityName(graph: Graph, kind: EntityKind, id: string, say: Say = english): string {
  switch (kind) {
    case 'thread':
      return named(graph.threads.get(id), threadName) ?? id;
    case 'codex_turn':
      return named(graph.codex_turns.get(id), turn => turnName(graph, turn, say)) ?? id;
    case 'code_cell':
      return named(graph.code_cells.get(id), cell => say('Cell {0}', cell.runtime_cell_id)) ?? id;
    case 'tool_call':
      return (
        named(graph.tool_calls.get(id), call => `${toolName(call)} (${call.code_mode_runtime_tool_id ?? id})`) ?? id
      );
    case 'terminal_operation':
      return named(graph.terminal_operations.get(id), operationName) ?? id;
    case 'conversation_item':
      return (
        named(graph.conversation_items.get(id), item => `${sayKnown(say, item.kind.replaceAll('_', ' '))} (${id})`) ??
        id
      );
    default:
      return id;
  }
}

/** Turns are counted within their thread. */
export function turnName(graph: Graph, turn: CodexTurn, say: Say): string {
  let number = 0;
  for (const other of graph.codex_turns.values()) {
    if (other.thread_id === turn.thread_id && other.execution.started_seq <= turn.execution.started_seq) number++;
  }
  return say('Turn {0}', number);
}

function named<T>(object: T | undefined, name: (object: T) => string): string | undefined {
  return object === undefined ? undefined : name(object);
}

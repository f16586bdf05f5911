/**
 * The tree of a rollout as plain nodes: cells with their nested calls, below threads when there are several.
 *
 * Leaves out `vscode`: icons and words are put on in `treeItems.ts`.
 */

import type { CodeCell, ExecutionWindow, Graph, Thread, ToolCall } from '../../runtime/trace/model.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { cellTitle } from '../../runtime/viewer/cellTitle.ts';

export type NodeStatus = 'running' | 'yielded' | 'completed' | 'failed' | 'cancelled' | 'terminated';

interface EntityNode {
  readonly bundle: string;
  readonly ref: EntityRef;
  readonly label: string;
  readonly detail: string;
  readonly status: NodeStatus;
  /** ms; absent while it runs. */
  readonly durationMs?: number;
}
export interface ThreadNode extends EntityNode {
  readonly kind: 'thread';
}
export interface CellNode extends EntityNode {
  readonly kind: 'cell';
  /** The cell's id within its session. */
  readonly cellId: string;
  readonly hasCalls: boolean;
}
export interface CallNode extends EntityNode {
  readonly kind: 'call';
}
export type GraphNode = ThreadNode | CellNode | CallNode;

/** What stands directly below a rollout. */
export function rolloutChildren(bundle: string, graph: Graph): GraphNode[] {
  const threads = [...graph.threads.values()];
  if (threads.length > 1) return threads.map(thread => threadNode(bundle, thread));
  return cellsOf(graph).map(cell => cellNode(bundle, cell));
}

export function childrenOf(node: GraphNode, graph: Graph): GraphNode[] {
  switch (node.kind) {
    case 'thread':
      return cellsOf(graph)
        .filter(cell => cell.thread_id === node.ref.id)
        .map(cell => cellNode(node.bundle, cell));
    case 'cell': {
      const calls = graph.code_cells.get(node.ref.id)?.nested_tool_call_ids ?? [];
      return calls.flatMap(id => {
        const call = graph.tool_calls.get(id);
        return call ? [callNode(node.bundle, call)] : [];
      });
    }
    case 'call':
      return [];
  }
}

/** The nodes on the way to an object, from the top; empty when the tree does not show it, nor what it belongs to. */
export function pathTo(bundle: string, graph: Graph, ref: EntityRef): GraphNode[] {
  const path: GraphNode[] = [];
  let below = rolloutChildren(bundle, graph);
  for (const wanted of wayTo(graph, ref)) {
    const node = below.find(each => each.ref.kind === wanted.kind && each.ref.id === wanted.id);
    // A tree of one thread begins with cells.
    if (!node && wanted.kind === 'thread') continue;
    if (!node) return [];
    path.push(node);
    below = childrenOf(node, graph);
  }
  return path;
}

function wayTo(graph: Graph, { kind, id }: EntityRef): EntityRef[] {
  switch (kind) {
    case 'thread':
      return [{ kind, id }];
    case 'code_cell': {
      const cell = graph.code_cells.get(id);
      return cell
        ? [
            { kind: 'thread', id: cell.thread_id },
            { kind, id },
          ]
        : [];
    }
    case 'tool_call': {
      const call = graph.tool_calls.get(id);
      if (call?.requester.type === 'code_cell') {
        return [...wayTo(graph, { kind: 'code_cell', id: call.requester.code_cell_id }), { kind, id }];
      }
      // A call that starts a cell or waits for one is shown as that cell.
      const cell = [...graph.code_cells.values()].find(
        each => each.code_cell_id === call?.started_code_cell_id || each.wait_tool_call_ids.includes(id),
      );
      return cell ? wayTo(graph, { kind: 'code_cell', id: cell.code_cell_id }) : [];
    }
    case 'terminal_operation': {
      const operation = graph.terminal_operations.get(id);
      return operation ? wayTo(graph, { kind: 'tool_call', id: operation.tool_call_id }) : [];
    }
    default:
      return [];
  }
}

function cellsOf(graph: Graph): CodeCell[] {
  return [...graph.code_cells.values()];
}

function threadNode(bundle: string, thread: Thread): ThreadNode {
  const label = thread.nickname ?? thread.agent_path;
  return {
    kind: 'thread',
    bundle,
    ref: { kind: 'thread', id: thread.thread_id },
    label,
    detail: thread.default_model ?? '',
    ...timing(thread.execution),
  };
}

function cellNode(bundle: string, cell: CodeCell): CellNode {
  return {
    kind: 'cell',
    bundle,
    ref: { kind: 'code_cell', id: cell.code_cell_id },
    label: cell.runtime_cell_id,
    cellId: cell.runtime_cell_id,
    hasCalls: cell.nested_tool_call_ids.length > 0,
    detail: cellTitle(cell.source_js),
    ...timing(cell.execution),
    status: cellStatus(cell),
  };
}

function callNode(bundle: string, call: ToolCall): CallNode {
  return {
    kind: 'call',
    bundle,
    ref: { kind: 'tool_call', id: call.tool_call_id },
    label: call.summary.type === 'generic' ? call.summary.label : call.kind.type,
    detail: call.summary.type === 'generic' ? (call.summary.input_preview ?? '') : '',
    ...timing(call.execution),
  };
}

function cellStatus(cell: CodeCell): NodeStatus {
  return cell.runtime_status === 'starting' ? 'running' : cell.runtime_status;
}

function timing(window: ExecutionWindow): { status: NodeStatus; durationMs?: number } {
  const status = window.status === 'aborted' ? 'cancelled' : window.status;
  if (window.ended_at_unix_ms === null) return { status };
  return { status, durationMs: window.ended_at_unix_ms - window.started_at_unix_ms };
}

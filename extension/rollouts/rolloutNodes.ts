/**
 * The tree of a rollout as plain nodes: cells with their nested calls, below threads when there are several.
 *
 * Leaves out `vscode`: icons and words are put on in `rolloutTree.ts`.
 */

import type { CodeCell, ExecutionWindow, Graph, Thread, ToolCall } from '../../runtime/trace/model.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { titleOf } from '../cells/cellSource.ts';

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
    detail: titleOf(cell.source_js),
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

/**
 * A thread as a sequence of what can be compared: messages, cells and calls in the order of the conversation.
 *
 * Invariant: what a call or a cell answered belongs to it and is no entry of its own; whatever is in the conversation
 * is in exactly one entry, known cells that the conversation lacks come last.
 */

import type { CodeCell, ConversationItem, ExecutionWindow, Graph, Thread, ToolCall } from '../../trace/model.ts';
import { cellName, oneLine, operationName, toolName } from '../../trace/timeline/labels.ts';
import { itemText, outputText } from '../itemText.ts';
import type { EntryKind, EntryView } from './comparison.ts';

export interface Entry {
  readonly view: EntryView;
  /** What has to be equal for two entries to be taken for one at once. */
  readonly identity: string;
  /** What has to be equal for two entries to be taken for versions of each other. */
  readonly shape: string;
  /** Source, message or arguments, in full. */
  readonly text: string;
  /** What came of it, in full; empty for what has no answer. */
  readonly output: string;
  readonly calls: readonly NestedCall[];
}

export interface NestedCall {
  readonly name: string;
  /** One line of what it was asked. */
  readonly input: string;
  readonly status: string;
  /** ms; absent while it runs. */
  readonly durationMs?: number;
}

export function* entriesOf(graph: Graph, thread: Thread): Generator<Entry, void, undefined> {
  const cells = new Map<string, CodeCell>();
  for (const cell of graph.code_cells.values()) {
    if (cell.thread_id === thread.thread_id) cells.set(cell.source_item_id, cell);
  }
  const calls = new Map<string, ToolCall>();
  const answers = new Set<string>([...cells.values()].flatMap(cell => cell.output_item_ids));
  for (const call of graph.tool_calls.values()) {
    for (const id of call.model_visible_call_item_ids) calls.set(id, call);
    for (const id of call.model_visible_output_item_ids) answers.add(id);
  }
  for (const id of thread.conversation_item_ids) {
    const item = graph.conversation_items.get(id);
    if (!item || answers.has(id)) continue;
    const cell = cells.get(id);
    cells.delete(id);
    yield cell ? cellEntry(graph, cell) : itemEntry(graph, item, calls.get(id));
  }
  for (const cell of cells.values()) yield cellEntry(graph, cell);
}

function cellEntry(graph: Graph, cell: CodeCell): Entry {
  const calls = cell.nested_tool_call_ids.flatMap(id => {
    const call = graph.tool_calls.get(id);
    return call ? nestedCall(graph, call) : [];
  });
  const answers = [cell.output_item_ids, ...waitOutputs(graph, cell)];
  return {
    view: {
      ref: { kind: 'code_cell', id: cell.code_cell_id },
      kind: 'cell',
      name: cellName(cell),
      text: oneLine(codeOf(cell.source_js), 160),
      status: cell.runtime_status,
      ...lasted(cell.execution),
      calls: calls.length,
    },
    identity: `cell ${cell.source_js}`,
    shape: 'cell',
    text: cell.source_js,
    output: answers
      .map(ids => outputText(graph, ids))
      .filter(text => text !== '')
      .join('\n\n'),
    calls,
  };
}

function nestedCall(graph: Graph, call: ToolCall): NestedCall {
  const { summary, execution } = call;
  const operation = summary.type === 'terminal' ? graph.terminal_operations.get(summary.operation_id) : undefined;
  const input = operation ? operationName(operation) : summary.type === 'generic' ? (summary.input_preview ?? '') : '';
  return { name: toolName(call), input: oneLine(input, 160), status: execution.status, ...lasted(execution) };
}

function waitOutputs(graph: Graph, cell: CodeCell): string[][] {
  return cell.wait_tool_call_ids.map(id => graph.tool_calls.get(id)?.model_visible_output_item_ids ?? []);
}

function itemEntry(graph: Graph, item: ConversationItem, call: ToolCall | undefined): Entry {
  const kind = kindOf(item);
  const said = itemText(item);
  // What a model thought comes encrypted; its bytes differ each time and say nothing.
  const text =
    kind === 'reasoning' ? item.body.parts.flatMap(part => ('text' in part ? part.text : [])).join('\n') : said;
  const name = call ? toolName(call) : kind === 'message' ? item.role : item.kind.replaceAll('_', ' ');
  return {
    view: {
      ref: { kind: 'conversation_item', id: item.item_id },
      ...(call ? { ref: { kind: 'tool_call', id: call.tool_call_id }, status: call.execution.status } : {}),
      kind,
      name,
      text: oneLine(text, 160),
      ...(call ? lasted(call.execution) : {}),
    },
    identity: `${kind} ${name} ${text}`,
    shape: `${kind} ${name}`,
    text,
    output: call ? outputText(graph, call.model_visible_output_item_ids) : '',
    calls: [],
  };
}

function kindOf({ kind }: ConversationItem): EntryKind {
  switch (kind) {
    case 'message':
    case 'reasoning':
      return kind;
    case 'function_call':
    case 'custom_tool_call':
      return 'call';
    case 'function_call_output':
    case 'custom_tool_call_output':
      return 'output';
    case 'compaction_marker':
      return 'marker';
  }
}

/** A cell is better told by what it does than by the comment above it. */
function codeOf(source: string): string {
  return source.replace(/^(?:\s*\/\/[^\n]*\n)+/, '') || source;
}

function lasted({ started_at_unix_ms, ended_at_unix_ms }: ExecutionWindow): { durationMs?: number } {
  return ended_at_unix_ms === null ? {} : { durationMs: ended_at_unix_ms - started_at_unix_ms };
}

/** Details of tool calls and of the processes below them. */

import type { Graph, TerminalOperation, TerminalSession, ToolCall } from '../trace/model.ts';
import { oneLine, operationName, toolName } from '../trace/timeline/labels.ts';
import { isExec, isWait, waitArguments } from '../trace/timeline/promises.ts';
import { callLines } from './callLines.ts';
import type { EntityDetails } from './details.ts';
import { DetailsBuilder } from './detailsBuilder.ts';
import { formatDuration } from './formatDuration.ts';
import { outputText, prettyJson } from './itemText.ts';
import { promiseText } from './promiseText.ts';
import { submittedSource } from './submittedSource.ts';
import { waitPrice } from './waitPriceFields.ts';
import type { Say } from './words.ts';

export function describeCall(graph: Graph, call: ToolCall, say: Say): EntityDetails {
  const details = new DetailsBuilder(graph, { kind: 'tool_call', id: call.tool_call_id }, say);
  details.status(call.execution.status).window(call.execution);
  const { requester } = call;
  if (requester.type === 'code_cell') {
    details.link('Called by', 'code_cell', requester.code_cell_id);
    callLine(details, graph, call, requester.code_cell_id);
  } else details.field('Called by', say('the model'));
  if (isWait(call)) describeWait(details, graph, call);
  details
    .link('Cell', 'code_cell', call.started_code_cell_id)
    .link('Thread', 'thread', call.thread_id)
    .link('Turn', 'codex_turn', call.started_by_codex_turn_id)
    .field('Runtime id', call.code_mode_runtime_tool_id)
    .field('MCP call', call.mcp_call_id)
    .link('Process', 'terminal_operation', call.terminal_operation_id);
  const operation =
    call.terminal_operation_id === null ? undefined : graph.terminal_operations.get(call.terminal_operation_id);
  if (operation) blocksOf(details, operation);
  if (call.summary.type === 'generic' && call.summary.input_preview !== null) {
    const input = isExec(call)
      ? { text: call.summary.input_preview, language: 'javascript' as const }
      : prettyJson(call.summary.input_preview);
    details.block('Input', input.language, input.text);
  }
  details
    .block('What the model saw', 'text', outputText(graph, call.model_visible_output_item_ids))
    .related('Call item', 'conversation_item', call.model_visible_call_item_ids)
    .related('Output item', 'conversation_item', call.model_visible_output_item_ids)
    .payload('Invocation', call.raw_invocation_payload_id);
  for (const id of call.raw_runtime_payload_ids) details.payload('Runtime event', id);
  const failed = call.execution.status === 'failed';
  return details.payload('Result', call.raw_result_payload_id, failed).build(toolName(call), call.tool_call_id);
}

export function describeOperation(graph: Graph, operation: TerminalOperation, say: Say): EntityDetails {
  const details = new DetailsBuilder(graph, { kind: 'terminal_operation', id: operation.operation_id }, say);
  details.status(operation.execution.status).window(operation.execution);
  const code = operation.result?.exit_code ?? null;
  details
    .field('Exit code', code, code === 0 ? 'good' : 'bad')
    .field('Folder', operation.request.type === 'exec_command' ? operation.request.cwd : null)
    .link('Call', 'tool_call', operation.tool_call_id)
    .link('Terminal', 'terminal_session', operation.terminal_id);
  blocksOf(details, operation);
  for (const id of operation.raw_payload_ids) details.payload('Process event', id);
  return details.build(operationName(operation), operation.operation_id);
}

export function describeSession(graph: Graph, session: TerminalSession, say: Say): EntityDetails {
  return new DetailsBuilder(graph, { kind: 'terminal_session', id: session.terminal_id }, say)
    .status(session.execution.status)
    .window(session.execution)
    .link('Thread', 'thread', session.thread_id)
    .link('Opened by', 'terminal_operation', session.created_by_operation_id)
    .field('Operations', session.operation_ids.length)
    .related('Operation', 'terminal_operation', session.operation_ids)
    .build(say('Terminal'), session.terminal_id);
}

/** The line of the source that made a nested call, where that is known. */
function callLine(details: DetailsBuilder, graph: Graph, call: ToolCall, cellId: string): void {
  const cell = graph.code_cells.get(cellId);
  const line = cell && callLines(graph, cell).find(({ calls }) => calls.some(({ id }) => id === call.tool_call_id));
  if (!cell || !line) return;
  const text = submittedSource(graph, cell).text.split('\n')[line.line - 1] ?? '';
  details.link('Line', 'code_cell', cellId, `${line.line}: ${oneLine(text, 120)}`);
}

function describeWait(details: DetailsBuilder, graph: Graph, call: ToolCall): void {
  const { say } = details;
  const args = waitArguments(call);
  const id = [...graph.code_cells.values()].find(cell =>
    cell.wait_tool_call_ids.includes(call.tool_call_id),
  )?.code_cell_id;
  if (id !== undefined) details.link('Waits for', 'code_cell', id);
  else details.field('Waits for', say('cell {0}, which is not in this rollout', args.cellId ?? '?'), 'bad');
  if (args.terminate) details.field('Asks', say('the cell to stop'));
  else details.field('Promised to return after', promiseText(say, args));
  const { started_at_unix_ms: start, ended_at_unix_ms: end } = call.execution;
  if (end !== null) details.field('Returned after', formatDuration(end - start));
  waitPrice(details, graph, [call.tool_call_id]);
}

function blocksOf(details: DetailsBuilder, operation: TerminalOperation): void {
  const { request, result } = operation;
  details.block(
    request.type === 'exec_command' ? 'Command' : 'Input to the process',
    'text',
    request.type === 'exec_command' ? request.command.join(' ') : request.stdin,
  );
  details.block('Output', 'text', result?.stdout).block('Error output', 'text', result?.stderr);
}

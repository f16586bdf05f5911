/**
 * Names of things as lanes and spans show them: short, stable, the same for the same kind of thing, so that a viewer
 * can group by them. What distinguishes one call from the next is in its details.
 */

import type { CodeCell, ExecutionStatus, InferenceCall, TerminalOperation, Thread, ToolCall } from '../model.ts';
import { SpanStatus } from './columns.ts';

const LONGEST = 80;

/** One line of at most `longest` characters; never cuts a surrogate pair. */
export function oneLine(text: string, longest: number = LONGEST): string {
  // Most names are a line already, and there may be a million of them.
  if (text.length <= longest && !/^\s|\s\s|[^\S ]|\s$/.test(text)) return text;
  const line = text
    .slice(0, longest * 4)
    .replace(/\s+/g, ' ')
    .trim();
  if (line.length <= longest) return line;
  return `${line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** The tool's name as a person would say it: `exec_command`, `server.tool`, `wait`. */
export function toolName(call: ToolCall): string {
  switch (call.kind.type) {
    case 'mcp':
      return `${call.kind.server}.${call.kind.tool}`;
    case 'other':
      return call.kind.name;
    default:
      return call.kind.type;
  }
}

/** Agents of the older kind all live at `/root`: their nickname, or the end of the id, tells them apart. */
export function threadName(thread: Thread): string {
  if (thread.origin.type === 'root' || thread.agent_path !== '/root') return thread.agent_path;
  return thread.nickname ?? `agent ${thread.thread_id.slice(-4)}`;
}

/**
 * A recording of cells run here has whoever runs them where a model would be. Such a request comes out of nothing that was
 * recorded, so that it has no length, and no model was called.
 */
export function isRequest(call: Pick<InferenceCall, 'provider_name'>): boolean {
  return call.provider_name === 'cellscope';
}

export function cellName(cell: CodeCell): string {
  return `Cell ${cell.runtime_cell_id}`;
}

/** The command without the shell it was wrapped in; for input to a process, the input. */
export function operationName(operation: TerminalOperation): string {
  const { request } = operation;
  if (request.type === 'write_stdin')
    return request.stdin === '' ? 'poll' : `stdin ${oneLine(JSON.stringify(request.stdin))}`;
  const { command } = request;
  const shell = command[0];
  const flag = command[1];
  const script = command[2];
  const wrapped = command.length === 3 && /(^|\/)(ba|z|da)?sh$/.test(shell ?? '') && /^-l?c$/.test(flag ?? '');
  return oneLine(wrapped && script !== undefined ? script : request.display_command);
}

export function spanStatus(status: ExecutionStatus): SpanStatus {
  switch (status) {
    case 'running':
      return SpanStatus.running;
    case 'completed':
      return SpanStatus.completed;
    case 'failed':
      return SpanStatus.failed;
    default:
      return SpanStatus.cancelled;
  }
}

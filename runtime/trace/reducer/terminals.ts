/**
 * Terminals: one operation per `exec_command` or `write_stdin`, grouped into sessions (trace-format §3).
 *
 * A session is named after the operation that opened it; `write_stdin` joins the session of the process it writes to.
 * Sessions are never seen to end. An operation whose process is not told has none.
 */

import { isRecord } from '../../base/json.ts';
import type { ExecutionStatus, TerminalOperation, TerminalResult, TerminalSession, ToolCall } from '../model.ts';
import type { Invocation } from './invocation.ts';
import { observe } from './observation.ts';
import { isWrittenWhole } from './readJson.ts';
import type { OpenPayload, Reduction } from './reduction.ts';
import { readStdinRequest, readStdinResult } from './stdin.ts';

type Fields = Readonly<Record<string, unknown>>;
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

export class Terminals {
  readonly #r: Reduction;
  /** Session by thread and process id, the latest process of that id. */
  readonly #byProcess = new Map<string, string>();
  readonly #processOf = new Map<string, string>();

  constructor(r: Reduction) {
    this.#r = r;
  }

  /** A process that runs, or input for one, as its runtime tells it. */
  runtimeStarted(tool: ToolCall, payloadId: string, fields: Fields): void {
    const r = this.#r;
    const refs = [{ kind: 'tool_call', id: tool.tool_call_id } as const];
    if (tool.terminal_operation_id !== null) {
      const message = `tool runtime start would create a second terminal operation for ${tool.tool_call_id}`;
      r.problem({ code: 'runtime-started-twice', message, refs });
      return;
    }
    const { command, cwd, process_id: processId } = fields;
    const isCommand = Array.isArray(command) && command.every(word => typeof word === 'string');
    const isProcess = typeof (processId ?? '') === 'string';
    if (!isCommand || typeof cwd !== 'string' || !isProcess) {
      const fault = isCommand ? (isProcess ? 'cwd' : 'process_id') : 'command';
      r.problem({
        code: 'runtime-unreadable',
        message: `parse terminal runtime start payload ${payloadId}`,
        causes: [fields[fault] === undefined ? `missing field \`${fault}\`` : `field \`${fault}\` has a wrong type`],
        refs,
      });
      return;
    }
    const isInput = tool.kind.type === 'write_stdin';
    const { interaction_input: input } = fields;
    const limits = { yield_time_ms: null, max_output_tokens: null };
    const operation = isInput
      ? this.#open(tool, 'write_stdin', {
          type: 'write_stdin',
          stdin: typeof input === 'string' ? input : '',
          ...limits,
        })
      : this.#open(tool, 'exec_command', {
          type: 'exec_command',
          command,
          display_command: command.join(' '),
          cwd,
          ...limits,
        });
    operation.raw_payload_ids = [payloadId];
    if (typeof processId === 'string') this.#enter(operation, tool.thread_id, processId, isInput);
  }

  /** An operation on a process: `joins` what is known of it, or begins anew. */
  #enter(operation: TerminalOperation, threadId: string, processId: string, joins: boolean): void {
    this.#processOf.set(operation.operation_id, processId);
    const key = this.#keyOf(threadId, processId);
    const id = this.#byProcess.get(key);
    const known = joins || this.#r.rules.sessionPerProcess ? id : undefined;
    const session = this.#r.graph.terminal_sessions.get(known ?? '');
    if (session) this.#join(operation, session, threadId);
    else this.#byProcess.set(key, this.#newSession(operation, threadId, known).terminal_id);
  }

  runtimeEnded(tool: ToolCall, opened: OpenPayload, status: ExecutionStatus): void {
    const operation = this.#operationOf(tool);
    if (operation?.kind === 'exec_command') this.#execEnded(tool, operation, opened, status);
    else if (operation) this.#stdinAnswered(operation, opened, status);
  }

  #execEnded(tool: ToolCall, operation: TerminalOperation, opened: OpenPayload, status: ExecutionStatus): void {
    const r = this.#r;
    const { id: payloadId, value, bytes } = opened;
    const fields: Fields = isRecord(value) ? value : {};
    const result = this.#exitOf(fields, bytes);
    if (typeof result === 'string') {
      r.problem({
        code: 'runtime-unreadable',
        message: `parse exec terminal response ${payloadId}`,
        causes: [result],
        refs: [{ kind: 'terminal_operation', id: operation.operation_id }],
      });
      return;
    }
    this.#checkProcess(operation, fields);
    const now = fields.process_id;
    if (typeof now === 'string' && operation.terminal_id === null) this.#enter(operation, tool.thread_id, now, false);
    operation.result = result;
    if (!operation.raw_payload_ids.includes(payloadId)) {
      operation.raw_payload_ids = [...operation.raw_payload_ids, payloadId];
    }
    r.end(operation.execution, status);
    r.touch('terminal_operation', operation.operation_id);
  }

  /** A process is the same to the end. */
  #checkProcess(operation: TerminalOperation, { process_id: now }: Fields): void {
    const before = this.#processOf.get(operation.operation_id);
    if (before === undefined || typeof now !== 'string' || now === before) return;
    this.#r.problem({
      code: 'process-changed',
      message: `terminal operation ${operation.operation_id} changed process id from ${before} to ${now}`,
      refs: [{ kind: 'terminal_operation', id: operation.operation_id }],
    });
  }

  /** What the end of a process says, or why it says nothing. */
  #exitOf(fields: Fields, bytes: Buffer): TerminalResult | string {
    const { stdout, stderr, formatted_output: formatted } = fields;
    const exitCode = exitCodeOf(fields, bytes);
    const aggregated = typeof fields.aggregated_output === 'string' ? fields.aggregated_output : undefined;
    // The last release of schema 1 has only the aggregate.
    const split = this.#r.rules.splitOutputs && !(stdout === undefined && aggregated !== undefined);
    if (split && typeof stdout !== 'string') return 'missing field `stdout`';
    if (!Number.isInteger(exitCode)) return 'missing field `exit_code`';
    if (typeof (fields.process_id ?? '') !== 'string') return 'field `process_id` has a wrong type';
    if (aggregated === undefined && fields.aggregated_output !== undefined) {
      return 'field `aggregated_output` has a wrong type';
    }
    return {
      exit_code: numberOf(exitCode),
      stdout: (split && typeof stdout === 'string' ? stdout : aggregated) ?? '',
      stderr: split && typeof stderr === 'string' ? stderr : '',
      formatted_output: split && typeof formatted === 'string' ? formatted : null,
      original_token_count: null,
      chunk_id: null,
    };
  }

  /** Arguments that are no arguments of `write_stdin` make no operation: the tool refused them, too. */
  stdinStarted(tool: ToolCall, invocation: Invocation | undefined): void {
    if (!invocation || (invocation.hasNamespace && invocation.toolName !== undefined)) return;
    const other =
      invocation.toolName === 'write_stdin' ? undefined : `it is for ${invocation.toolName}, not write_stdin`;
    const fault = invocation.dispatchFault ?? other;
    if (fault !== undefined) {
      this.#r.problem({
        code: 'arguments-unreadable',
        message: `parse terminal invocation payload ${tool.raw_invocation_payload_id} as dispatch payload`,
        causes: [fault],
        refs: [{ kind: 'tool_call', id: tool.tool_call_id }],
      });
      return;
    }
    const request = invocation.fault === undefined ? readStdinRequest(invocation.argumentText) : undefined;
    if (!request) return;
    const operation = this.#open(tool, 'write_stdin', {
      type: 'write_stdin',
      stdin: request.chars,
      yield_time_ms: request.yieldTimeMs,
      max_output_tokens: request.maxOutputTokens,
    });
    if (tool.raw_invocation_payload_id !== null) operation.raw_payload_ids.push(tool.raw_invocation_payload_id);
    this.#enter(operation, tool.thread_id, request.session, true);
  }

  stdinResolved(tool: ToolCall, target: ToolCall): void {
    const r = this.#r;
    const operation = this.#operationOf(tool);
    const session = r.graph.terminal_sessions.get(this.#operationOf(target)?.terminal_id ?? '');
    if (!session) return;
    if (!operation || operation.terminal_id === session.terminal_id) return;
    this.#leave(operation);
    this.#join(operation, session, session.thread_id);
  }

  /** What was written is answered by the result of the call, unless its runtime tells of it. */
  stdinEnded(tool: ToolCall, result: OpenPayload | undefined, status: ExecutionStatus): void {
    const operation = this.#operationOf(tool);
    if (operation?.kind === 'write_stdin') this.#stdinAnswered(operation, result, status);
  }

  #stdinAnswered(operation: TerminalOperation, result: OpenPayload | undefined, status: ExecutionStatus): void {
    if (result) {
      const fields: Fields = isRecord(result.value) ? result.value : {};
      // The end of the process tells more than what the tool says of it.
      const exit = this.#exitOf(fields, result.bytes);
      const read = typeof exit === 'string' ? readStdinResult(result.value) : exit;
      if (typeof exit !== 'string') this.#checkProcess(operation, fields);
      if (typeof read === 'string') {
        this.#r.problem({
          code: 'result-unreadable',
          message: `parse write_stdin terminal response ${result.id}`,
          causes: [read],
          refs: [{ kind: 'terminal_operation', id: operation.operation_id }],
        });
      } else {
        operation.result = read;
      }
      if (!operation.raw_payload_ids.includes(result.id)) operation.raw_payload_ids.push(result.id);
    }
    this.#r.end(operation.execution, status);
    this.#r.touch('terminal_operation', operation.operation_id);
  }

  /** Before 0.164 a process has one session, whichever thread writes to it. */
  #keyOf(threadId: string, processId: string): string {
    return this.#r.rules.sessionPerProcess ? processId : JSON.stringify([threadId, processId]);
  }

  #operationOf(tool: ToolCall): TerminalOperation | undefined {
    return this.#r.graph.terminal_operations.get(tool.terminal_operation_id ?? '');
  }

  #open(tool: ToolCall, kind: TerminalOperation['kind'], request: TerminalOperation['request']): TerminalOperation {
    const r = this.#r;
    const id = `terminal_operation:${r.graph.terminal_operations.size + 1}`;
    const operation: TerminalOperation = {
      operation_id: id,
      terminal_id: null,
      tool_call_id: tool.tool_call_id,
      kind,
      execution: r.begin(),
      request,
      result: null,
      model_observations: [],
      raw_payload_ids: [],
    };
    observe(operation, tool);
    r.graph.terminal_operations.set(id, operation);
    tool.terminal_operation_id = id;
    tool.summary = { type: 'terminal', operation_id: id };
    r.touch('terminal_operation', id);
    r.touch('tool_call', tool.tool_call_id);
    return operation;
  }

  /** A session that all operations left keeps its name. */
  #newSession(
    operation: TerminalOperation,
    threadId: string,
    id = `terminal_session:${operation.operation_id}`,
  ): TerminalSession {
    const { started_at_unix_ms, started_seq } = operation.execution;
    const session: TerminalSession = {
      terminal_id: id,
      thread_id: threadId,
      created_by_operation_id: operation.operation_id,
      operation_ids: [operation.operation_id],
      execution: { ...this.#r.begin(), started_at_unix_ms, started_seq },
    };
    operation.terminal_id = session.terminal_id;
    this.#r.graph.terminal_sessions.set(session.terminal_id, session);
    this.#r.touch('terminal_session', session.terminal_id);
    return session;
  }

  #join(operation: TerminalOperation, session: TerminalSession, threadId: string): void {
    if (session.thread_id !== threadId) {
      const message = `terminal session ${session.terminal_id} belongs to thread ${session.thread_id}, not ${threadId}`;
      const refs = [{ kind: 'terminal_session', id: session.terminal_id } as const];
      this.#r.problem({ code: 'process-changed', message, refs });
    }
    operation.terminal_id = session.terminal_id;
    session.operation_ids.push(operation.operation_id);
    this.#r.touch('terminal_session', session.terminal_id);
  }

  #leave(operation: TerminalOperation): void {
    const id = operation.terminal_id ?? '';
    const session = this.#r.graph.terminal_sessions.get(id);
    if (!session) return;
    session.operation_ids = session.operation_ids.filter(other => other !== operation.operation_id);
    if (session.operation_ids.length === 0) this.#r.graph.terminal_sessions.delete(id);
    this.#r.touch('terminal_session', id);
  }
}

/** As it was written: a code of 32 bits. */
function exitCodeOf({ exit_code: code }: Fields, bytes: Buffer): unknown {
  return typeof code === 'number' && (code !== (code | 0) || !isWrittenWhole(bytes, 'exit_code')) ? undefined : code;
}

/**
 * Calls that cells made (trace-format §2).
 *
 * Invariant: a call of an unknown cell is not written, since readers refuse a log that names one.
 * A call in flight when its cell ends has no end of its own, unless its handler settles while the recording lasts.
 */

import type { CellId, NestedCallId } from '../../base/ids.ts';
import { type JsonValue, unreachable } from '../../base/json.ts';
import type { NestedCallEnded, NestedCallStarted, NestedOutcome, ToolRuntimeReported } from '../../base/observer.ts';
import type { ToolInvocation, ToolResult } from '../payloads.ts';
import type { EventLog } from './eventLog.ts';
import { newId, preview, toolKind } from './items.ts';
import type { ModelCalls } from './modelCalls.ts';
import { type NestedCall, Processes } from './processes.ts';

export class NestedCalls {
  readonly #log: EventLog;
  readonly #cells: Pick<ModelCalls, 'turnOf'>;
  readonly #processes: Processes;
  /** The calls that have not ended. */
  readonly #calls = new Map<string, NestedCall>();

  constructor(log: EventLog, cells: Pick<ModelCalls, 'turnOf'>) {
    this.#log = log;
    this.#cells = cells;
    this.#processes = new Processes(log);
  }

  started({ atMs, cellId, toolCallId, name, namespace, kind, input, inputJson }: NestedCallStarted): void {
    const turnId = this.#cells.turnOf(cellId);
    if (turnId === undefined || this.#calls.has(key(cellId, toolCallId))) return;
    const id = newId('exec-');
    const traceKind = toolKind(name, namespace, input);
    const label = namespace === undefined ? name : `${namespace}.${name}`;
    const text = kind === 'freeform' && typeof input === 'string' ? input : (inputJson ?? jsonOf(input));
    const payload: ToolInvocation['payload'] =
      kind === 'freeform' ? { type: 'custom', input: text } : { type: 'function', arguments: text };
    this.#calls.set(key(cellId, toolCallId), { id, turnId, cellId, isStdin: traceKind.type === 'write_stdin' });
    this.#log.emit(atMs, turnId, {
      type: 'tool_call_started',
      tool_call_id: id,
      model_visible_call_id: null,
      code_mode_runtime_tool_id: toolCallId,
      requester: { type: 'code_cell', runtime_cell_id: cellId },
      kind: traceKind,
      summary: { type: 'generic', label, input_preview: preview(text), output_preview: null },
      invocation_payload: this.#log.payload('tool_invocation', {
        // Readers take every tool of this name for the `wait` on a cell and insist on its arguments.
        tool_name: name === 'wait' ? `tools.${label}` : name,
        tool_namespace: namespace ?? null,
        payload,
      }),
    });
  }

  ended({ atMs, cellId, toolCallId, outcome, valueJson }: NestedCallEnded): void {
    const call = this.#calls.get(key(cellId, toolCallId));
    if (!call) return;
    this.#calls.delete(key(cellId, toolCallId));
    this.#processes.callEnded(call);
    this.#log.emit(atMs, call.turnId, {
      type: 'tool_call_ended',
      tool_call_id: call.id,
      status: outcome.status,
      result_payload:
        outcome.status === 'completed' && valueJson !== undefined
          ? this.#log.payloadOfJson('tool_result', `{"type":"code_mode_response","value":${valueJson}}`)
          : this.#log.payload('tool_result', result(outcome)),
    });
  }

  reported({ atMs, cellId, toolCallId, report }: ToolRuntimeReported): void {
    this.#processes.reported(atMs, this.#calls.get(key(cellId, toolCallId)), report);
  }
}

function key(cellId: CellId, toolCallId: NestedCallId): string {
  return `${cellId}/${toolCallId}`;
}

function jsonOf(input: JsonValue | undefined): string {
  return input === undefined ? '' : JSON.stringify(input);
}

function result(outcome: NestedOutcome): ToolResult {
  switch (outcome.status) {
    case 'completed':
      return { type: 'code_mode_response', value: outcome.value ?? null };
    case 'failed':
      return { type: 'error', error: outcome.error };
    case 'cancelled':
      return { type: 'error', error: outcome.error ?? 'cancelled' };
    default:
      return unreachable(outcome);
  }
}

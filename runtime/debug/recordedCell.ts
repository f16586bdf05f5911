/**
 * A cell of a recorded rollout, ready to run again without any tool: its calls get the results they got.
 *
 * A call is known by its number within the cell (`tool-3`). Its result comes after the time its tool took, on the
 * debugger's clock, so that races with timers end as they did. Invariant: no tool is ever run; a cell that calls
 * something else than it did is told so. Leaves out stored values (`recordedStore.ts`).
 */

import type { ToolHandler } from '../base/handler.ts';
import { isRecord, type JsonValue } from '../base/json.ts';
import { exposedName, type ToolDefinition } from '../base/tool.ts';
import { PayloadFault, type PayloadSource } from '../trace/bundle/payloadSource.ts';
import type { CodeCell, Graph, ToolCall } from '../trace/model.ts';
import type { Clock } from './clock.ts';
import type { Outcome } from './frontier.ts';

interface RecordedCall {
  readonly name: string;
  /** Absent for a call that had not ended when the recording, or the cell, did. */
  readonly outcome?: Outcome;
  /** ms */
  readonly tookMs: number;
}

export interface RecordedCell {
  readonly source: string;
  /** Id within its session. */
  readonly cellId: string;
  readonly tools: readonly ToolDefinition[];
  /** Answers calls as they were answered. */
  handler(clock: Clock): ToolHandler;
}

/** `id`: as the graph names the cell, or as its session did. Throws a sentence when there is none. */
export function recordedCell(graph: Graph, payloads: PayloadSource, id: string | undefined): RecordedCell {
  const cell = findCell(graph, id);
  const calls = new Map<string, RecordedCall>();
  for (const callId of cell.nested_tool_call_ids) {
    const call = graph.tool_calls.get(callId);
    if (call?.code_mode_runtime_tool_id) calls.set(call.code_mode_runtime_tool_id, readCall(graph, payloads, call));
  }
  return {
    source: cell.source_js,
    cellId: cell.runtime_cell_id,
    tools: toolsOf(cell.source_js, calls),
    handler: clock => answersOf(calls, clock),
  };
}

/** Throws a sentence when there is none. */
export function findCell(graph: Graph, id: string | undefined): CodeCell {
  const cells = [...graph.code_cells.values()];
  const cell =
    id === undefined ? cells[0] : (graph.code_cells.get(id) ?? cells.findLast(each => each.runtime_cell_id === id));
  if (cell !== undefined) return cell;
  throw new Error(id === undefined ? 'This rollout holds no cell.' : `This rollout holds no cell "${id}".`);
}

function answersOf(calls: ReadonlyMap<string, RecordedCall>, clock: Clock): ToolHandler {
  return (call, signal) =>
    new Promise((resolve, reject) => {
      const recorded = calls.get(call.toolCallId);
      if (recorded === undefined) {
        reject(new Error(`The recorded run made no call ${call.toolCallId}: this run has taken another way.`));
        return;
      }
      if (!sameTool(recorded.name, call.name)) {
        reject(
          new Error(
            `${call.toolCallId} called ${recorded.name} in the recorded run and calls ${call.name} now: this run has taken another way.`,
          ),
        );
        return;
      }
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      const { outcome } = recorded;
      if (outcome === undefined) return;
      clock.after(recorded.tookMs, () => (outcome.ok ? resolve(outcome.value) : reject(new Error(outcome.error))));
    });
}

function sameTool(recorded: string, called: string): boolean {
  const [was, is] = [exposedName(recorded), exposedName(called)];
  return was === is || is.endsWith(`_${was}`) || was.endsWith(`_${is}`);
}

function readCall(graph: Graph, payloads: PayloadSource, call: ToolCall): RecordedCall {
  const { started_at_unix_ms: started, ended_at_unix_ms: ended } = call.execution;
  const invocation = readPayload(graph, payloads, call.raw_invocation_payload_id);
  const name = isRecord(invocation) && typeof invocation.tool_name === 'string' ? invocation.tool_name : nameOf(call);
  const tookMs = ended === null ? 0 : Math.max(0, ended - started);
  const outcome = ended === null ? undefined : outcomeOf(graph, payloads, call);
  return { name: name.replace(/^tools\./, ''), tookMs, ...(outcome === undefined ? {} : { outcome }) };
}

function nameOf({ kind }: ToolCall): string {
  if (kind.type === 'mcp') return kind.tool;
  return kind.type === 'other' ? kind.name : kind.type;
}

function outcomeOf(graph: Graph, payloads: PayloadSource, call: ToolCall): Outcome | undefined {
  // Cancelled with its cell: the cell never got to know.
  if (call.execution.status === 'cancelled') return undefined;
  let fault: string | undefined;
  const result = readPayload(graph, payloads, call.raw_result_payload_id, why => {
    fault = why;
  });
  // A cell that is given nothing for something goes a way nobody can explain.
  if (fault !== undefined) return { ok: false, error: `What this call was given is lost in the recording: ${fault}` };
  if (isRecord(result)) {
    if (result.type === 'code_mode_response') return { ok: true, value: (result.value ?? null) as JsonValue };
    if (result.type === 'error') return { ok: false, error: String(result.error) };
  }
  if (call.execution.status === 'failed')
    return { ok: false, error: 'The recording does not say how this call failed.' };
  return { ok: true };
}

/** Undefined for one that was never written, or that cannot be read: `onFault` hears why. */
function readPayload(
  graph: Graph,
  payloads: PayloadSource,
  id: string | null,
  onFault: (why: string) => void = () => {},
): unknown {
  const payload = id === null ? undefined : graph.raw_payloads.get(id);
  if (payload === undefined) return undefined;
  try {
    return JSON.parse(payloads.read(payload as Parameters<PayloadSource['read']>[0]).toString());
  } catch (error) {
    onFault(error instanceof PayloadFault ? error.message : `${payload.path} is no JSON`);
    return undefined;
  }
}

/** What the text calls and what was called: a cell must find its tools, whether or not it used them. */
function toolsOf(source: string, calls: ReadonlyMap<string, RecordedCall>): ToolDefinition[] {
  const names = new Set(Array.from(calls.values(), call => exposedName(call.name)));
  for (const match of source.matchAll(/\btools\s*(?:\.\s*([A-Za-z_$][\w$]*)|\[\s*["'`]([^"'`]+)["'`]\s*\])/g)) {
    names.add(exposedName(match[1] ?? match[2] ?? ''));
  }
  names.delete('');
  return Array.from(names, name => ({ name, description: 'as recorded' }));
}

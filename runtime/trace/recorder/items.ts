/**
 * Facts of a session in the words of the trace: items, outputs, answers of cells, names of tools (trace-format §1, §2).
 *
 * Pure; every function maps one thing. What is new in an item is its id, drawn here.
 */

import { randomUUID } from 'node:crypto';
import type { CellResponse, ContentItem, ResponseStatus } from '../../base/content.ts';
import { asId, type CallId, type CellId, type EntityId } from '../../base/ids.ts';
import { isRecord, type JsonValue, unreachable } from '../../base/json.ts';
import type { CellRuntimeStatus, TraceToolKind } from '../events.ts';
import type { CellResponsePayload, HostDuration, InputPart, ResponseItem } from '../payloads.ts';

export function newId(prefix = ''): EntityId {
  return asId<EntityId>(`${prefix}${randomUUID()}`);
}

export function execCall(callId: CallId, input: string): ResponseItem {
  return { type: 'custom_tool_call', id: newId('ctc_'), call_id: callId, name: 'exec', input };
}

export function waitCall(callId: CallId, args: string): ResponseItem {
  return { type: 'function_call', id: newId('fc_'), name: 'wait', arguments: args, call_id: callId };
}

export type ModelTool = 'exec' | 'wait';
export function callOutput(tool: ModelTool, callId: CallId, output: string | readonly InputPart[]): ResponseItem {
  return tool === 'exec'
    ? { type: 'custom_tool_call_output', id: newId('ctco_'), call_id: callId, output }
    : { type: 'function_call_output', id: newId('fco_'), call_id: callId, output };
}

/** What the caller saw: the headed and truncated output. */
export function seenOutput(response: CellResponse): string | readonly InputPart[] {
  return typeof response.output === 'string' ? response.output : response.output.map(inputPart);
}

function inputPart(item: ContentItem): InputPart {
  switch (item.type) {
    case 'text':
      return { type: 'input_text', text: item.text };
    case 'image':
      return { type: 'input_image', image_url: item.imageUrl, detail: item.detail };
    case 'audio':
      return { type: 'input_audio', audio_url: item.audioUrl };
    default:
      return unreachable(item);
  }
}

/** The format has no paused cell; to whoever asked, a cell at its pending frontier has yielded. */
export function cellStatus(status: ResponseStatus): CellRuntimeStatus {
  return status === 'pending' ? 'yielded' : status;
}

/** `tookMs`: how long the cell ran or was observed for this answer. */
export function cellPayload(response: CellResponse, tookMs: number, bufferedForMs?: number): CellResponsePayload {
  const answer = {
    cell_id: response.cellId,
    content_items: response.items.map(inputPart),
    code_mode_host_duration: duration(tookMs),
  };
  switch (response.status) {
    case 'yielded':
    case 'pending':
      return { response: { Yielded: answer } };
    case 'terminated':
      return { response: { Terminated: answer } };
    case 'completed':
    case 'failed': {
      const buffered = bufferedForMs === undefined ? {} : { result_buffered_for: duration(bufferedForMs) };
      return { response: { Result: { ...answer, error_text: response.errorText ?? null, ...buffered } } };
    }
    default:
      return unreachable(response.status);
  }
}

export function duration(ms: number): HostDuration {
  const whole = Math.max(0, ms);
  return { secs: Math.floor(whole / 1000), nanos: Math.round((whole % 1000) * 1e6) };
}

export function waitArguments(
  cellId: CellId,
  yieldTimeMs: number,
  maxTokens: number | undefined,
  terminate: boolean,
): string {
  return JSON.stringify({
    cell_id: cellId,
    yield_time_ms: yieldTimeMs,
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(terminate ? { terminate } : {}),
  });
}

/**
 * Only tools whose calls read the same whoever made them get a kind of their own. A host's tool that happens to be
 * called like an agent tool is no agent, and a `write_stdin` without a session is no terminal operation.
 */
export function toolKind(name: string, namespace: string | undefined, input: JsonValue | undefined): TraceToolKind {
  if (namespace === undefined) {
    if (name === 'exec_command' || name === 'apply_patch') return { type: name };
    if (name === 'write_stdin' && isRecord(input) && Number.isInteger(input.session_id)) return { type: name };
  }
  return { type: 'other', name };
}

/** At most 160 bytes of a call's input, cut between characters, `...` where something is missing. */
export function preview(input: string): string {
  if (input.length * 3 <= 160) return input;
  const bytes = Buffer.from(input.slice(0, 161), 'utf8');
  if (bytes.length <= 160) return input;
  let end = 160;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${bytes.toString('utf8', 0, end)}...`;
}

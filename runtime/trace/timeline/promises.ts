/**
 * What the caller of a cell was promised: when control comes back at the latest, and whether it asked for the end.
 *
 * Read from what the rollout keeps of the arguments: the pragma in the recorded source, and the preview of a wait's
 * input. Where 160 bytes were not enough for it, whoever has read the payload says what stands there (`spellOut`). A promise that was not spelled out is the default of
 * code-mode §2; recordings of other hosts may have run with a longer one, so `explicit` says which it is.
 */

import { isRecord } from '../../base/json.ts';
import type { CodeCell, Graph, ToolCall } from '../model.ts';

/** When control comes back at the latest if the caller does not say (code-mode §2), ms. */
export const DEFAULT_YIELD_MS = 10_000;

export interface YieldPromise {
  readonly ms: number;
  readonly explicit: boolean;
}

export interface WaitArguments extends YieldPromise {
  /** Runtime id of the cell asked for; null when the preview does not show it. */
  readonly cellId: string | null;
  readonly terminate: boolean;
}

/** True for the model's `wait` on a cell. */
export function isWait(call: ToolCall): boolean {
  return call.kind.type === 'other' && call.kind.name === 'wait' && call.requester.type === 'model';
}

/** True for the model's `exec`, which is recorded as a tool call of its own since 0.169. */
export function isExec(call: ToolCall): boolean {
  return call.kind.type === 'other' && call.kind.name === 'exec' && call.requester.type === 'model';
}

/** Beside the calls and not in them: a state has no place for it. */
const spelledOut = new WeakMap<ToolCall, Readonly<Record<string, unknown>>>();

/** Remembers the whole arguments of a wait whose preview was cut. */
export function spellOut(
  call: ToolCall,
  { cell_id, yield_time_ms, terminate }: Readonly<Record<string, unknown>>,
): void {
  if (parse(previewOf(call)) === null) spelledOut.set(call, { cell_id, yield_time_ms, terminate });
}

export function waitArguments(call: ToolCall): WaitArguments {
  const preview = previewOf(call);
  const parsed = spelledOut.get(call) ?? parse(preview) ?? fieldsOf(preview);
  return {
    ...promise(parsed.yield_time_ms),
    cellId: typeof parsed.cell_id === 'string' ? parsed.cell_id : null,
    terminate: parsed.terminate === true,
  };
}

function previewOf(call: ToolCall): string {
  return call.summary.type === 'generic' ? (call.summary.input_preview ?? '') : '';
}

/** The promise of the `exec` call that started the cell. */
export function execPromise(graph: Graph, cell: CodeCell): YieldPromise {
  const part = graph.conversation_items.get(cell.source_item_id)?.body.parts[0];
  const call = graph.tool_calls.get(cell.model_visible_call_id);
  const preview = call?.summary.type === 'generic' ? call.summary.input_preview : null;
  const source = part?.type === 'code' ? part.source : part?.type === 'text' ? part.text : (preview ?? '');
  const pragma = /^[ \t]*\/\/ @exec:([^\n]*)/.exec(source)?.[1];
  return promise(pragma === undefined ? undefined : parse(pragma)?.yield_time_ms);
}

function promise(value: unknown): YieldPromise {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
    ? { ms: value, explicit: true }
    : { ms: DEFAULT_YIELD_MS, explicit: false };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** The fields of interest from a preview that was cut in the middle. */
function fieldsOf(preview: string): Record<string, unknown> {
  const cell = /"cell_id"\s*:\s*"([^"\\]*)"/.exec(preview)?.[1];
  const time = /"yield_time_ms"\s*:\s*(\d+)/.exec(preview)?.[1];
  return {
    cell_id: cell,
    yield_time_ms: time === undefined ? undefined : Number(time),
    terminate: /"terminate"\s*:\s*true/.test(preview),
  };
}

/**
 * What waiting cost in a stretch of time, all together and by cell: time, and the tokens of model calls that were made
 * only to ask for waits (waitPrice.ts says which those are).
 */

import type { Graph, ToolCall } from '../trace/model.ts';
import type { EntityRef } from '../trace/timeline/columns.ts';
import { cellName } from '../trace/timeline/labels.ts';
import { isWait, waitArguments } from '../trace/timeline/promises.ts';
import { pricesByWait, type WaitTokens } from './waitPrice.ts';

export interface WaitCost extends WaitTokens {
  readonly waits: number;
  /** Waits that brought nothing but another yield. */
  readonly idle: number;
  /** Sum of the waits inside the stretch, ms. */
  readonly waitedMs: number;
}

export interface WaitBill extends WaitCost {
  /** False: no model call of this stretch has reported tokens, so the price is not known. */
  readonly priced: boolean;
  /** Input and output tokens of all model calls of this stretch. */
  readonly allTokens: number;
  /** The dearest cells; null as `ref` stands for a cell that is not in the rollout. */
  readonly cells: readonly (WaitCost & { readonly ref: EntityRef | null; readonly name: string })[];
}

const MOST_CELLS = 10;
const nothing: WaitCost = { waits: 0, idle: 0, waitedMs: 0, modelCalls: 0, input: 0, cached: 0, output: 0 };

/** `fromMs` and `toMs` since the beginning of the rollout; `nowMs` ends what still goes on. */
export function waitBill(graph: Graph, fromMs: number, toMs: number, nowMs: number): WaitBill {
  const origin = graph.started_at_unix_ms;
  const inside = (start: number, end: number | null) =>
    start - origin <= toMs && (end ?? nowMs + origin) - origin >= fromMs;
  const waits = [...graph.tool_calls.values()].filter(
    call =>
      isWait(call) &&
      !waitArguments(call).terminate &&
      inside(call.execution.started_at_unix_ms, call.execution.ended_at_unix_ms),
  );
  const prices = pricesByWait(graph, new Set(waits.map(call => call.tool_call_id)));
  const cellOf = new Map<string, string>();
  for (const cell of graph.code_cells.values()) {
    for (const id of cell.wait_tool_call_ids) cellOf.set(id, cell.code_cell_id);
  }
  let all = nothing;
  const byCell = new Map<string | null, WaitCost>();
  for (const call of waits) {
    const cell = cellOf.get(call.tool_call_id) ?? null;
    const cost = costOf(graph, call, cell, prices.get(call.tool_call_id), { origin, fromMs, toMs, nowMs });
    all = sum(all, cost);
    byCell.set(cell, sum(byCell.get(cell) ?? nothing, cost));
  }
  let allTokens = 0;
  let priced = false;
  for (const { execution, usage } of graph.inference_calls.values()) {
    if (!usage || !inside(execution.started_at_unix_ms, execution.ended_at_unix_ms)) continue;
    priced = true;
    allTokens += usage.input_tokens + usage.output_tokens;
  }
  const cells = [...byCell]
    .map(([id, cost]) => ({
      ...cost,
      ref: id === null ? null : ({ kind: 'code_cell', id } as const),
      name: nameOf(graph, id),
    }))
    .sort((a, b) => b.input + b.output - (a.input + a.output) || b.waitedMs - a.waitedMs);
  return { ...all, priced, allTokens, cells: cells.slice(0, MOST_CELLS) };
}

interface Stretch {
  readonly origin: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
}

function costOf(
  graph: Graph,
  call: ToolCall,
  cellId: string | null,
  tokens: WaitTokens | undefined,
  { origin, fromMs, toMs, nowMs }: Stretch,
): WaitCost {
  const { started_at_unix_ms, ended_at_unix_ms, ended_seq } = call.execution;
  const end = ended_at_unix_ms === null ? nowMs : ended_at_unix_ms - origin;
  const waitedMs = Math.max(0, Math.min(end, toMs) - Math.max(started_at_unix_ms - origin, fromMs));
  const over = cellId === null ? null : (graph.code_cells.get(cellId)?.execution.ended_seq ?? null);
  const idle = ended_seq !== null && (over === null || over > ended_seq);
  return { ...nothing, ...tokens, waits: 1, idle: idle ? 1 : 0, waitedMs };
}

function sum(a: WaitCost, b: WaitCost): WaitCost {
  return {
    waits: a.waits + b.waits,
    idle: a.idle + b.idle,
    waitedMs: a.waitedMs + b.waitedMs,
    modelCalls: a.modelCalls + b.modelCalls,
    input: a.input + b.input,
    cached: a.cached + b.cached,
    output: a.output + b.output,
  };
}

function nameOf(graph: Graph, id: string | null): string {
  const cell = id === null ? undefined : graph.code_cells.get(id);
  return cell ? cellName(cell) : '';
}

/**
 * What waiting cost in tokens: each wait is asked for by a model call that read everything again only to say so.
 *
 * A model call counts when all it started were waits; one that also started something else would have been made anyway.
 * A polling loop is a run of such model calls in a row, in one thread, for one cell.
 */

import type { Graph, InferenceCall, TokenUsage } from '../trace/model.ts';
import { isWait, waitArguments } from '../trace/timeline/promises.ts';
import { english, type Say } from './words.ts';

export interface WaitPrice extends WaitTokens {
  readonly waits: number;
  /** The dearest run of two or more in a row for one cell. */
  readonly loop: { readonly waits: number; readonly tokens: number } | null;
}

/** The price of the waits among these calls; null when no model call is known that asked for nothing else. */
export function priceOfWaits(graph: Graph, waitIds: readonly string[]): WaitPrice | null {
  const wanted = new Set(waitIds);
  if (wanted.size === 0) return null;
  const total = { modelCalls: 0, waits: 0, input: 0, cached: 0, output: 0 };
  let loop: { waits: number; tokens: number } | null = null;
  const runs = new Map<string, { cell: string; waits: number; tokens: number; calls: number }>();
  const byTime = [...graph.inference_calls.values()].sort((a, b) => a.execution.started_seq - b.execution.started_seq);
  for (const call of byTime) {
    const waits = waitsOnly(graph, call, wanted);
    if (!waits) {
      runs.delete(call.thread_id);
      continue;
    }
    const { usage } = call;
    if (!usage) continue;
    total.modelCalls++;
    total.waits += waits.ids;
    total.input += usage.input_tokens;
    total.cached += usage.cached_input_tokens;
    total.output += usage.output_tokens;
    const before = runs.get(call.thread_id);
    const run = before?.cell === waits.cell ? before : { cell: waits.cell, waits: 0, tokens: 0, calls: 0 };
    run.waits += waits.ids;
    run.tokens += tokensOf(usage);
    run.calls++;
    runs.set(call.thread_id, run);
    if (run.calls > 1 && run.tokens > (loop?.tokens ?? 0)) loop = { waits: run.waits, tokens: run.tokens };
  }
  return total.modelCalls === 0 ? null : { ...total, loop };
}

export interface WaitTokens {
  /** Model calls that only asked for waits. */
  readonly modelCalls: number;
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** What each of these waits cost: that of its model call, counted at the first wait the call asked for. */
export function pricesByWait(graph: Graph, wanted: ReadonlySet<string>): ReadonlyMap<string, WaitTokens> {
  const prices = new Map<string, WaitTokens>();
  for (const call of graph.inference_calls.values()) {
    const [first] = call.tool_call_ids_started_by_response;
    const { usage } = call;
    if (first === undefined || !usage || !waitsOnly(graph, call, wanted)) continue;
    const { input_tokens: input, cached_input_tokens: cached, output_tokens: output } = usage;
    prices.set(first, { modelCalls: 1, input, cached, output });
  }
  return prices;
}

/** How many waits a model call asked for, and on which cell, when it asked for nothing else. */
function waitsOnly(
  graph: Graph,
  call: InferenceCall,
  wanted: ReadonlySet<string>,
): { ids: number; cell: string } | null {
  const started = call.tool_call_ids_started_by_response;
  if (started.length === 0) return null;
  const cells = new Set<string>();
  for (const id of started) {
    const tool = graph.tool_calls.get(id);
    if (!wanted.has(id) || !tool || !isWait(tool) || waitArguments(tool).terminate) return null;
    cells.add(waitArguments(tool).cellId ?? '?');
  }
  return { ids: started.length, cell: [...cells].join(' ') };
}

function tokensOf(usage: TokenUsage): number {
  return usage.input_tokens + usage.output_tokens;
}

/** The price in words: `18,400 tokens in (17,000 cached), 60 out`. */
export function inTokens(
  { input, cached, output }: Pick<WaitPrice, 'input' | 'cached' | 'output'>,
  say: Say = english,
): string {
  const number = (value: number) => value.toLocaleString('en-US');
  return say('{0} tokens in ({1} cached), {2} out', number(input), number(cached), number(output));
}

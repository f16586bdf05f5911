/**
 * Waits in a row that brought nothing but another yield. Each costs a model call with the whole conversation; one
 * longer wait costs a single one. Counted as a row: every wait but the first was asked for by a model call that did
 * nothing but wait.
 */

import type { Finding } from '../finding.ts';
import type { CodeCell, Graph, InferenceCall, ToolCall } from '../model.ts';
import { duration } from '../timeline/duration.ts';
import { isWait, waitArguments } from '../timeline/promises.ts';
import { askedBy, callRef, cellRef, finding, onlyYielded, waitsOf } from './rule.ts';
import { sentence } from './texts.ts';

/** Fewer waits than this are patience, not polling. */
const ROW = 3;

export function waitPolling(graph: Graph): Finding[] {
  const asking = askedBy(graph);
  const found: Finding[] = [];
  for (const cell of graph.code_cells.values()) {
    if (cell.wait_tool_call_ids.length < ROW) continue;
    let row: ToolCall[] = [];
    const close = () => {
      if (row.length >= ROW) found.push(report(cell, row, asking));
      row = [];
    };
    for (const wait of waitsOf(graph, cell)) {
      const idle = onlyYielded(cell, wait) && !waitArguments(wait).terminate;
      if (!idle || (row.length > 0 && !onlyWaits(graph, asking.get(wait.tool_call_id)))) close();
      if (idle) row.push(wait);
    }
    close();
  }
  return found;
}

function onlyWaits(graph: Graph, inference: InferenceCall | undefined): boolean {
  const started = inference?.tool_call_ids_started_by_response ?? [];
  return started.every(id => {
    const call = graph.tool_calls.get(id);
    return call === undefined || isWait(call);
  });
}

function report(cell: CodeCell, row: readonly ToolCall[], asking: ReadonlyMap<string, InferenceCall>): Finding {
  const first = row[0] as ToolCall;
  const last = row.at(-1) as ToolCall;
  const took = (last.execution.ended_at_unix_ms ?? 0) - first.execution.started_at_unix_ms;
  const told = [row.length, cell.runtime_cell_id, duration(took)] as const;
  const cost = price(row, asking);
  const said = cost
    ? sentence(
        '{0} waits in a row for cell {1} brought only another yield, over {2}, at the price of {3} input tokens ({4} cached) and {5} output tokens: wait longer at once (yield_time_ms)',
        ...told,
        ...cost,
      )
    : sentence(
        '{0} waits in a row for cell {1} brought only another yield, over {2}: wait longer at once (yield_time_ms)',
        ...told,
      );
  // A person who waits often spends nothing but patience.
  return finding(cost ? 'warning' : 'info', 'wait-polling', said, [cellRef(cell), ...row.map(callRef)]);
}

/** Input, cached and output tokens of the model calls that asked for these waits; null when none reported its usage. */
function price(row: readonly ToolCall[], asking: ReadonlyMap<string, InferenceCall>): [string, string, string] | null {
  const calls = new Set(row.flatMap(wait => asking.get(wait.tool_call_id) ?? []));
  const usages = [...calls].flatMap(call => call.usage ?? []);
  if (usages.length === 0) return null;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0).toLocaleString('en-US');
  const input = sum(usages.map(usage => usage.input_tokens));
  const cached = sum(usages.map(usage => usage.cached_input_tokens));
  const output = sum(usages.map(usage => usage.output_tokens));
  return [input, cached, output];
}

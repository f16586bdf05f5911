/**
 * A cell's life told twice, side by side: what the model saw of it, and what the runtime did.
 *
 * Rows come in order of time, at equal times in order of the log. Of a great many nested calls the first are told and
 * the rest is counted. Texts are one line each; the whole is in the blocks.
 */

import type { CodeCell, Graph, ToolCall } from '../trace/model.ts';
import { duration } from '../trace/timeline/duration.ts';
import { oneLine, toolName } from '../trace/timeline/labels.ts';
import { waitArguments } from '../trace/timeline/promises.ts';
import type { StoryRow, Tone } from './details.ts';
import { outputText } from './itemText.ts';

const mostCalls = 100;
const longestText = 160;

interface Told extends StoryRow {
  readonly seq: number;
}

export function cellStory(graph: Graph, cell: CodeCell): readonly StoryRow[] {
  const rows: Told[] = [];
  const tell = (side: StoryRow['side'], unixMs: number, seq: number, text: string, more: Partial<StoryRow> = {}) => {
    rows.push({ side, atMs: unixMs - graph.started_at_unix_ms, seq, text, ...more });
  };
  const { execution } = cell;
  tell('model', execution.started_at_unix_ms, execution.started_seq, 'Submitted the cell', {
    ref: { kind: 'conversation_item', id: cell.source_item_id },
  });
  if (cell.initial_response_at_unix_ms !== null) {
    const seen = said(outputText(graph, cell.output_item_ids)) || `Got the answer: ${cell.initial_response_status}`;
    tell('model', cell.initial_response_at_unix_ms, cell.initial_response_seq ?? 0, seen);
  }
  for (const id of cell.wait_tool_call_ids.slice(0, mostCalls)) {
    const wait = graph.tool_calls.get(id);
    if (wait) tellWait(graph, wait, tell);
  }
  for (const id of cell.nested_tool_call_ids.slice(0, mostCalls)) {
    const call = graph.tool_calls.get(id);
    if (call) tellCall(call, tell);
  }
  const untold = cell.nested_tool_call_ids.length - mostCalls;
  if (untold > 0) tell('runtime', lastMoment(rows, graph), Number.MAX_SAFE_INTEGER, `and ${untold} more nested calls`);
  if (cell.yielded_at_unix_ms !== null) {
    tell('runtime', cell.yielded_at_unix_ms, cell.yielded_seq ?? 0, 'Yielded and runs on');
  }
  if (execution.ended_at_unix_ms !== null) {
    tell('runtime', execution.ended_at_unix_ms, execution.ended_seq ?? 0, `Ended: ${cell.runtime_status}`, {
      tone: toneOf(execution.status),
    });
  }
  rows.sort((a, b) => a.atMs - b.atMs || a.seq - b.seq);
  return rows.map(({ seq: _seq, ...row }) => row);
}

type Tell = (side: StoryRow['side'], unixMs: number, seq: number, text: string, more?: Partial<StoryRow>) => void;

function tellWait(graph: Graph, wait: ToolCall, tell: Tell): void {
  const ref = { kind: 'tool_call', id: wait.tool_call_id } as const;
  const { execution } = wait;
  const asked = waitArguments(wait).terminate ? 'Asked to terminate it' : 'Waited for it';
  tell('model', execution.started_at_unix_ms, execution.started_seq, asked, { ref });
  if (execution.ended_at_unix_ms === null) return;
  const seen = said(outputText(graph, wait.model_visible_output_item_ids)) || `Got an answer: ${execution.status}`;
  tell('model', execution.ended_at_unix_ms, execution.ended_seq ?? 0, seen, { ref });
}

function tellCall(call: ToolCall, tell: Tell): void {
  const ref = { kind: 'tool_call', id: call.tool_call_id } as const;
  const { execution } = call;
  const name = toolName(call);
  tell('runtime', execution.started_at_unix_ms, execution.started_seq, `Called ${name}`, { ref });
  if (execution.ended_at_unix_ms === null) return;
  const took = duration(execution.ended_at_unix_ms - execution.started_at_unix_ms);
  tell('runtime', execution.ended_at_unix_ms, execution.ended_seq ?? 0, `${name} ${execution.status} after ${took}`, {
    ref,
    tone: toneOf(execution.status),
  });
}

function said(text: string): string {
  return text === '' ? '' : `Saw “${oneLine(text, longestText)}”`;
}

function toneOf(status: ToolCall['execution']['status']): Tone {
  if (status === 'failed') return 'bad';
  return status === 'completed' ? 'plain' : 'muted';
}

function lastMoment(rows: readonly Told[], graph: Graph): number {
  return graph.started_at_unix_ms + Math.max(0, ...rows.map(row => row.atMs));
}

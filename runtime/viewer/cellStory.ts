/**
 * A cell's life told twice, side by side: what the model saw of it, and what the runtime did.
 *
 * Rows come in order of time, at equal times in order of the log. Of a great many nested calls the first are told and
 * the rest is counted. Texts are one line each; the whole is in the blocks.
 */

import type { CodeCell, Graph, ToolCall } from '../trace/model.ts';
import { oneLine, toolName } from '../trace/timeline/labels.ts';
import { waitArguments } from '../trace/timeline/promises.ts';
import type { StoryRow, Tone } from './details.ts';
import { formatDuration } from './formatDuration.ts';
import { outputText } from './itemText.ts';
import { type Say, sayKnown } from './words.ts';

const mostCalls = 100;
const longestText = 160;

interface Told extends StoryRow {
  readonly seq: number;
}

export function cellStory(graph: Graph, cell: CodeCell, say: Say): readonly StoryRow[] {
  const rows: Told[] = [];
  const tell = (side: StoryRow['side'], unixMs: number, seq: number, text: string, more: Partial<StoryRow> = {}) => {
    rows.push({ side, atMs: unixMs - graph.started_at_unix_ms, seq, text, ...more });
  };
  const { execution } = cell;
  tell('model', execution.started_at_unix_ms, execution.started_seq, say('Submitted the cell'), {
    ref: { kind: 'conversation_item', id: cell.source_item_id },
  });
  if (cell.initial_response_at_unix_ms !== null) {
    const answer = sayKnown(say, cell.initial_response_status ?? '');
    const seen = said(outputText(graph, cell.output_item_ids), say) || say('Got the answer: {0}', answer);
    tell('model', cell.initial_response_at_unix_ms, cell.initial_response_seq ?? 0, seen);
  }
  for (const id of cell.wait_tool_call_ids.slice(0, mostCalls)) {
    const wait = graph.tool_calls.get(id);
    if (wait) tellWait(graph, wait, say, tell);
  }
  for (const id of cell.nested_tool_call_ids.slice(0, mostCalls)) {
    const call = graph.tool_calls.get(id);
    if (call) tellCall(call, say, tell);
  }
  const untold = cell.nested_tool_call_ids.length - mostCalls;
  if (untold > 0) {
    tell('runtime', lastMoment(rows, graph), Number.MAX_SAFE_INTEGER, say('and {0} more nested calls', untold));
  }
  if (cell.yielded_at_unix_ms !== null) {
    tell('runtime', cell.yielded_at_unix_ms, cell.yielded_seq ?? 0, say('Yielded and runs on'));
  }
  if (execution.ended_at_unix_ms !== null) {
    tell(
      'runtime',
      execution.ended_at_unix_ms,
      execution.ended_seq ?? 0,
      say('Ended: {0}', sayKnown(say, cell.runtime_status)),
      {
        tone: toneOf(execution.status),
      },
    );
  }
  rows.sort((a, b) => a.atMs - b.atMs || a.seq - b.seq || causeFirst(a) - causeFirst(b));
  return rows.map(({ seq: _seq, ...row }) => row);
}

/** Of one event, what the runtime did comes before what the model saw of it. */
function causeFirst({ side }: Told): number {
  return side === 'runtime' ? 0 : 1;
}

type Tell = (side: StoryRow['side'], unixMs: number, seq: number, text: string, more?: Partial<StoryRow>) => void;

function tellWait(graph: Graph, wait: ToolCall, say: Say, tell: Tell): void {
  const ref = { kind: 'tool_call', id: wait.tool_call_id } as const;
  const { execution } = wait;
  const asked = waitArguments(wait).terminate ? say('Asked to terminate it') : say('Waited for it');
  tell('model', execution.started_at_unix_ms, execution.started_seq, asked, { ref });
  if (execution.ended_at_unix_ms === null) return;
  const answer = sayKnown(say, execution.status);
  const seen = said(outputText(graph, wait.model_visible_output_item_ids), say) || say('Got the answer: {0}', answer);
  tell('model', execution.ended_at_unix_ms, execution.ended_seq ?? 0, seen, { ref });
}

function tellCall(call: ToolCall, say: Say, tell: Tell): void {
  const ref = { kind: 'tool_call', id: call.tool_call_id } as const;
  const { execution } = call;
  const name = toolName(call);
  tell('runtime', execution.started_at_unix_ms, execution.started_seq, say('Called {0}', name), { ref });
  if (execution.ended_at_unix_ms === null) return;
  const took = formatDuration(execution.ended_at_unix_ms - execution.started_at_unix_ms);
  tell(
    'runtime',
    execution.ended_at_unix_ms,
    execution.ended_seq ?? 0,
    say('{0} {1} after {2}', name, sayKnown(say, execution.status), took),
    {
      ref,
      tone: toneOf(execution.status),
    },
  );
}

function said(text: string, say: Say): string {
  return text === '' ? '' : say('Saw “{0}”', oneLine(text, longestText));
}

function toneOf(status: ToolCall['execution']['status']): Tone {
  if (status === 'failed') return 'bad';
  return status === 'completed' ? 'plain' : 'muted';
}

function lastMoment(rows: readonly Told[], graph: Graph): number {
  return graph.started_at_unix_ms + Math.max(0, ...rows.map(row => row.atMs));
}

/** Details of a cell: its source, its life, what the model saw of it, and everything it touched. */

import type { CodeCell, Graph } from '../trace/model.ts';
import { execPromise } from '../trace/timeline/promises.ts';
import { callLines } from './callLines.ts';
import { cellStory } from './cellStory.ts';
import type { EntityDetails } from './details.ts';
import { DetailsBuilder, MOST_LINKS } from './detailsBuilder.ts';
import { formatDuration } from './formatDuration.ts';
import { outputText } from './itemText.ts';
import { promiseText } from './promiseText.ts';
import { submittedSource } from './submittedSource.ts';
import { waitPrice } from './waitPriceFields.ts';
import { type Say, sayKnown } from './words.ts';

export function describeCell(graph: Graph, cell: CodeCell, say: Say): EntityDetails {
  const details = new DetailsBuilder(graph, { kind: 'code_cell', id: cell.code_cell_id }, say);
  const { execution } = cell;
  details.status(execution.status).field('State of the runtime', sayKnown(say, cell.runtime_status)).window(execution);
  if (cell.initial_response_at_unix_ms !== null) {
    const after = formatDuration(cell.initial_response_at_unix_ms - execution.started_at_unix_ms);
    const status = cell.initial_response_status;
    const how = status === null ? say('none: its turn ended') : sayKnown(say, status);
    details.field('First response', say('{0} after {1}', how, after));
  }
  const promise = execPromise(graph, cell);
  details
    .field('Promised to return after', promiseText(say, promise))
    .link('Thread', 'thread', cell.thread_id)
    .link('Turn', 'codex_turn', cell.codex_turn_id)
    .link('Call', 'tool_call', cell.model_visible_call_id)
    .field('Nested calls', cell.nested_tool_call_ids.length)
    .field('Waits', cell.wait_tool_call_ids.length);
  const { text, before } = submittedSource(graph, cell);
  if (before.lines > 0) details.field('Lines in errors', say('count from the line after the pragma'));
  waitPrice(details, graph, cell.wait_tool_call_ids)
    .block('Source', 'javascript', text)
    .block('What the model saw', 'text', outputText(graph, cell.output_item_ids));
  for (const id of cell.wait_tool_call_ids.slice(0, MOST_LINKS)) {
    const wait = graph.tool_calls.get(id);
    details.blockCalled(
      say('What the model saw of {0}', id),
      'text',
      outputText(graph, wait?.model_visible_output_item_ids ?? []),
    );
  }
  details.relatedOne('Source item', 'conversation_item', cell.source_item_id);
  const described = details
    .related('Nested call', 'tool_call', cell.nested_tool_call_ids)
    .related('Wait', 'tool_call', cell.wait_tool_call_ids)
    .related('Output', 'conversation_item', cell.output_item_ids)
    .payload('First response', cell.raw_initial_response_payload_id)
    .payload('Result', cell.raw_result_payload_id)
    .build(say('Cell {0}', cell.runtime_cell_id), cell.model_visible_call_id);
  return { ...described, callLines: callLines(graph, cell), story: cellStory(graph, cell, say) };
}

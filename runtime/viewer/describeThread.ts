/** Details of threads, turns, model calls, compactions and what threads send each other. */

import type {
  CodexTurn,
  Compaction,
  CompactionRequest,
  Graph,
  InferenceCall,
  InteractionAnchor,
  InteractionEdge,
  Thread,
  TokenUsage,
} from '../trace/model.ts';
import { isRequest, threadName } from '../trace/timeline/labels.ts';
import { isWait } from '../trace/timeline/promises.ts';
import type { EntityDetails } from './details.ts';
import { DetailsBuilder } from './detailsBuilder.ts';
import { turnName } from './entityName.ts';
import { outputText } from './itemText.ts';
import { waitPrice } from './waitPriceFields.ts';
import { type Say, sayKnown, type Word } from './words.ts';

export function describeThread(graph: Graph, thread: Thread, say: Say): EntityDetails {
  const details = new DetailsBuilder(graph, { kind: 'thread', id: thread.thread_id }, say);
  const { origin } = thread;
  details.status(thread.execution.status).window(thread.execution);
  if (origin.type === 'spawned') {
    details
      .link('Spawned by', 'thread', origin.parent_thread_id)
      .field('Task', origin.task_name)
      .field('Role', origin.agent_role)
      .link('Spawn', 'interaction_edge', origin.spawn_edge_id);
  }
  const turns = [...graph.codex_turns.values()].filter(turn => turn.thread_id === thread.thread_id);
  const calls = [...graph.inference_calls.values()].filter(call => call.thread_id === thread.thread_id);
  const asked = calls.length > 0 && calls.every(isRequest);
  tokens(
    details
      .field('Path', thread.agent_path)
      .field('Name', thread.nickname)
      .field(asked ? 'Asked by' : 'Model', asked ? sayKnown(say, thread.default_model ?? '') : thread.default_model)
      .field('Turns', turns.length)
      .field(...modelCalls(calls))
      .field('Conversation items', thread.conversation_item_ids.length),
    calls,
  );
  waitPrice(details, graph, waitsOf(graph, calls)).related(
    'Turn',
    'codex_turn',
    turns.map(turn => turn.codex_turn_id),
  );
  const children = [...graph.threads.values()].filter(
    other => other.origin.type === 'spawned' && other.origin.parent_thread_id === thread.thread_id,
  );
  for (const child of children) details.relatedCalled(say('Agent {0}', threadName(child)), 'thread', child.thread_id);
  return details.build(threadName(thread), thread.thread_id);
}

function modelCalls(calls: readonly InferenceCall[]): [label: Word, count: number] {
  return [calls.length > 0 && calls.every(isRequest) ? 'Requests' : 'Model calls', calls.length];
}

export function describeTurn(graph: Graph, turn: CodexTurn, say: Say): EntityDetails {
  const id = turn.codex_turn_id;
  const details = new DetailsBuilder(graph, { kind: 'codex_turn', id }, say);
  const calls = [...graph.inference_calls.values()].filter(call => call.codex_turn_id === id);
  const cells = [...graph.code_cells.values()].filter(cell => cell.codex_turn_id === id);
  details.status(turn.execution.status).window(turn.execution).link('Thread', 'thread', turn.thread_id);
  tokens(details.field(...modelCalls(calls)).field('Cells', cells.length), calls);
  waitPrice(details, graph, waitsOf(graph, calls))
    .related(
      'Model call',
      'inference_call',
      calls.map(call => call.inference_call_id),
    )
    .related(
      'Cell',
      'code_cell',
      cells.map(cell => cell.code_cell_id),
    );
  return details.build(turnName(graph, turn, say), id);
}

export function describeInference(graph: Graph, call: InferenceCall, say: Say): EntityDetails {
  const details = new DetailsBuilder(graph, { kind: 'inference_call', id: call.inference_call_id }, say);
  details.status(call.execution.status).window(call.execution);
  tokens(
    isRequest(call)
      ? details.field('Asked by', sayKnown(say, call.model))
      : details.field('Model', call.model).field('Provider', call.provider_name),
    [call],
  )
    .link('Turn', 'codex_turn', call.codex_turn_id)
    .link('Thread', 'thread', call.thread_id)
    .field('Response', call.response_id)
    .field('Upstream request', call.upstream_request_id)
    .field('Items sent', call.request_item_ids.length)
    .field('Items received', call.response_item_ids.length)
    .block('Response', 'text', outputText(graph, call.response_item_ids))
    .related('Started', 'tool_call', call.tool_call_ids_started_by_response)
    .related('Received', 'conversation_item', call.response_item_ids)
    // The end of a request is what is new in it.
    .related('Sent', 'conversation_item', call.request_item_ids.slice(-20))
    .payload('Request', call.raw_request_payload_id)
    .payload('Response', call.raw_response_payload_id);
  return details.build(isRequest(call) ? say('Request') : call.model, call.inference_call_id);
}

export function describeCompaction(graph: Graph, compaction: Compaction, say: Say): EntityDetails {
  return new DetailsBuilder(graph, { kind: 'compaction', id: compaction.compaction_id }, say)
    .moment('Installed', compaction.installed_at_unix_ms)
    .link('Turn', 'codex_turn', compaction.codex_turn_id)
    .link('Thread', 'thread', compaction.thread_id)
    .field('Items before', compaction.input_item_ids.length)
    .field('Items after', compaction.replacement_item_ids.length)
    .related('Request', 'compaction_request', compaction.request_ids)
    .relatedOne('Marker', 'conversation_item', compaction.marker_item_id)
    .related('Replacement', 'conversation_item', compaction.replacement_item_ids)
    .build(say('Compaction'), compaction.compaction_id);
}

export function describeCompactionRequest(graph: Graph, request: CompactionRequest, say: Say): EntityDetails {
  return new DetailsBuilder(graph, { kind: 'compaction_request', id: request.compaction_request_id }, say)
    .status(request.execution.status)
    .window(request.execution)
    .field('Model', request.model)
    .field('Provider', request.provider_name)
    .link('Compaction', 'compaction', request.compaction_id)
    .link('Turn', 'codex_turn', request.codex_turn_id)
    .link('Thread', 'thread', request.thread_id)
    .payload('Request', request.raw_request_payload_id)
    .payload('Response', request.raw_response_payload_id)
    .build(say('Compaction request'), request.compaction_request_id);
}

export function describeEdge(graph: Graph, edge: InteractionEdge, say: Say): EntityDetails {
  const details = new DetailsBuilder(graph, { kind: 'interaction_edge', id: edge.edge_id }, say);
  details.moment('Sent', edge.started_at_unix_ms).moment('Done', edge.ended_at_unix_ms);
  anchor(details, 'From', edge.source);
  anchor(details, 'To', edge.target);
  details
    .block('Message', 'text', outputText(graph, edge.carried_item_ids))
    .related('Carried', 'conversation_item', edge.carried_item_ids);
  for (const id of edge.carried_raw_payload_ids) details.payload('Carried', id);
  return details.build(sayKnown(say, edge.kind.replaceAll('_', ' ')), edge.edge_id);
}

function anchor(details: DetailsBuilder, label: Word, at: InteractionAnchor): void {
  switch (at.type) {
    case 'thread':
      details.link(label, 'thread', at.thread_id);
      return;
    case 'tool_call':
      details.link(label, 'tool_call', at.tool_call_id);
      return;
    case 'conversation_item':
      details.link(label, 'conversation_item', at.item_id);
  }
}

function waitsOf(graph: Graph, calls: readonly InferenceCall[]): string[] {
  const started = calls.flatMap(call => call.tool_call_ids_started_by_response);
  return started.filter(id => {
    const call = graph.tool_calls.get(id);
    return call !== undefined && isWait(call);
  });
}

/** Tokens of several model calls together; nothing when none of them reported any. */
function tokens(details: DetailsBuilder, calls: readonly InferenceCall[]): DetailsBuilder {
  const { say } = details;
  const known = calls.flatMap(call => (call.usage ? [call.usage] : []));
  if (known.length === 0) return details;
  const sum = (of: (usage: TokenUsage) => number | undefined) =>
    known.reduce((total, usage) => total + (of(usage) ?? 0), 0).toLocaleString('en-US');
  return details
    .field(
      'Input tokens',
      say(
        '{0} ({1} cached)',
        sum(usage => usage.input_tokens),
        sum(usage => usage.cached_input_tokens),
      ),
    )
    .field(
      'Output tokens',
      say(
        '{0} ({1} reasoning)',
        sum(usage => usage.output_tokens),
        sum(usage => usage.reasoning_output_tokens),
      ),
    );
}

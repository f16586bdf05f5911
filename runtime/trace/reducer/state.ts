/**
 * The graph as `state.json`: collections sorted by the bytes of their keys, fields in the order of the reference.
 */

import {
  COLLECTION_NAMES,
  type CollectionName,
  type Collections,
  type ConversationItem,
  type Graph,
  type RawPayload,
  type RolloutRoot,
  type RolloutTrace,
  type ToolCall,
} from '../model.ts';
import { compareBytes } from './exactJson.ts';
import { prettyRecord } from './prettyJson.ts';

/** The file form of a graph. Entities are shared with the graph, not copied. */
export function toState(graph: Graph): RolloutTrace {
  const collection = <Name extends CollectionName>(name: Name): Record<string, Collections[Name]> =>
    Object.fromEntries(sortedEntries(graph[name] as Map<string, Collections[Name]>));
  return {
    ...rootOf(graph),
    threads: collection('threads'),
    codex_turns: collection('codex_turns'),
    conversation_items: collection('conversation_items'),
    inference_calls: collection('inference_calls'),
    code_cells: collection('code_cells'),
    tool_calls: collection('tool_calls'),
    terminal_sessions: collection('terminal_sessions'),
    terminal_operations: collection('terminal_operations'),
    compactions: collection('compactions'),
    compaction_requests: collection('compaction_requests'),
    interaction_edges: collection('interaction_edges'),
    raw_payloads: collection('raw_payloads'),
  };
}

/** Characters gathered before they are handed on. */
const chunkLength = 1 << 18;

/**
 * The text of `state.json` in pieces: indented by two spaces, no newline at the end. No piece holds more than one entity
 * beyond the chunk, so a state may be larger than a string can be.
 */
export function* stateText(graph: Graph): Generator<string, void, undefined> {
  const root = rootOf(graph);
  let text = '{\n';
  for (const [key, value] of Object.entries(root)) text += `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`;
  for (const [index, name] of COLLECTION_NAMES.entries()) {
    text += `  "${name}": {`;
    let separator = '\n';
    for (const [id, entity] of sortedEntries(graph[name] as ReadonlyMap<string, object>)) {
      text += `${separator}    ${JSON.stringify(id)}: ${entityText(name, entity)}`;
      separator = ',\n';
      if (text.length < chunkLength) continue;
      yield text;
      text = '';
    }
    text += `${separator === '\n' ? '' : '\n  '}}${index + 1 < COLLECTION_NAMES.length ? ',' : ''}\n`;
  }
  yield `${text}}`;
}

/** There are more payloads than anything else. */
function payloadText({ raw_payload_id, kind, path }: RawPayload): string {
  const id = JSON.stringify(raw_payload_id);
  return `{\n      "raw_payload_id": ${id},\n      "kind": {\n        "type": "${kind.type}"\n      },\n      "path": ${JSON.stringify(path)}\n    }`;
}

function rootOf(graph: Graph): RolloutRoot {
  return {
    schema_version: graph.schema_version,
    trace_id: graph.trace_id,
    rollout_id: graph.rollout_id,
    started_at_unix_ms: graph.started_at_unix_ms,
    ended_at_unix_ms: graph.ended_at_unix_ms,
    status: graph.status,
    recording_complete: graph.recording_complete,
    root_thread_id: graph.root_thread_id,
  };
}

function sortedEntries<T>(collection: ReadonlyMap<string, T>): [string, T][] {
  return [...collection].sort(([a], [b]) => compareBytes(a, b));
}

/** Entities of which some fields are filled in late, so that they are not in the order of the reference. */
const fieldOrder: { readonly [Name in CollectionName]?: readonly string[] } = {
  conversation_items: [
    'item_id',
    'responses_item_id',
    'accepted_at_unix_ms',
    'accepted_seq',
    'thread_id',
    'codex_turn_id',
    'first_seen_at_unix_ms',
    'role',
    'channel',
    'kind',
    'agent_message',
    'body',
    'call_id',
    'produced_by',
  ] satisfies (keyof ConversationItem)[],
  tool_calls: [
    'tool_call_id',
    'mcp_call_id',
    'model_visible_call_id',
    'code_mode_runtime_tool_id',
    'started_code_cell_id',
    'thread_id',
    'started_by_codex_turn_id',
    'execution',
    'requester',
    'kind',
    'model_visible_call_item_ids',
    'model_visible_output_item_ids',
    'terminal_operation_id',
    'summary',
    'raw_invocation_payload_id',
    'raw_result_payload_id',
    'raw_runtime_payload_ids',
  ] satisfies (keyof ToolCall)[],
};

function entityText(name: CollectionName, entity: object): string {
  if (name === 'raw_payloads') return payloadText(entity as RawPayload);
  return prettyRecord(entity, fieldOrder[name] ?? Object.keys(entity), 2);
}

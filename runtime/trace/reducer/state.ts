/**
 * The graph as the value of `state.json`: collections sorted by the bytes of their keys. Writing it is `stateFile/`'s.
 */

import type { CollectionName, Collections, Graph, RolloutRoot, RolloutTrace } from '../model.ts';
import { compareBytes } from './exactJson.ts';

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

export function rootOf(graph: Graph): RolloutRoot {
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

/**
 * What a details pane shows of any object of a rollout. Pure: the graph in, plain data out; bounded, so that one huge
 * object cannot flood a page. Payload bytes are only named (`payloadText.ts` reads them on demand).
 */

import { unreachable } from '../base/json.ts';
import type { Graph } from '../trace/model.ts';
import type { EntityRef } from '../trace/timeline/columns.ts';
import { describeCall, describeOperation, describeSession } from './describeCall.ts';
import { describeCell } from './describeCell.ts';
import { describeItem, describePayload } from './describeItem.ts';
import {
  describeCompaction,
  describeCompactionRequest,
  describeEdge,
  describeInference,
  describeThread,
  describeTurn,
} from './describeThread.ts';
import type { EntityDetails } from './details.ts';
import { english, type Say } from './words.ts';

/** In the words of `say`. Null when the graph has no such object. */
export function describe(graph: Graph, ref: EntityRef, say: Say = english): EntityDetails | null {
  const { kind, id } = ref;
  switch (kind) {
    case 'thread':
      return given(graph.threads.get(id), thread => describeThread(graph, thread, say));
    case 'codex_turn':
      return given(graph.codex_turns.get(id), turn => describeTurn(graph, turn, say));
    case 'inference_call':
      return given(graph.inference_calls.get(id), call => describeInference(graph, call, say));
    case 'conversation_item':
      return given(graph.conversation_items.get(id), item => describeItem(graph, item, say));
    case 'code_cell':
      return given(graph.code_cells.get(id), cell => describeCell(graph, cell, say));
    case 'tool_call':
      return given(graph.tool_calls.get(id), call => describeCall(graph, call, say));
    case 'terminal_session':
      return given(graph.terminal_sessions.get(id), session => describeSession(graph, session, say));
    case 'terminal_operation':
      return given(graph.terminal_operations.get(id), operation => describeOperation(graph, operation, say));
    case 'compaction':
      return given(graph.compactions.get(id), compaction => describeCompaction(graph, compaction, say));
    case 'compaction_request':
      return given(graph.compaction_requests.get(id), request => describeCompactionRequest(graph, request, say));
    case 'interaction_edge':
      return given(graph.interaction_edges.get(id), edge => describeEdge(graph, edge, say));
    case 'raw_payload':
      return given(graph.raw_payloads.get(id), payload => describePayload(graph, payload, say));
    default:
      // The kind came from a page; a border that let a wrong one through must not bring the host down.
      return refuse(kind);
  }
}

function given<T>(object: T | undefined, details: (object: T) => EntityDetails): EntityDetails | null {
  return object === undefined ? null : details(object);
}

function refuse(kind: never): null {
  if (typeof kind === 'string') return null;
  return unreachable(kind);
}

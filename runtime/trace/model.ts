/**
 * The reduced rollout: every entity of `state.json`, fields exactly as on disk, and the live graph that grows into it.
 *
 * Invariants: entities name each other by id, never by reference; a list of ids is in order of happening; the order
 * of fields in an interface here is the order in which the entity is written. A key marked `?` is left out of the
 * file when there is nothing to say; every other key is always written, `null` included.
 * Only the reducer changes a graph; everybody else reads it. No Node: this file is also part of the page's world.
 */

import { PayloadTable, type RawPayload } from './payloadTable.ts';

export type { PayloadKind, RawPayload } from './payloadTable.ts';

/** Version of the reduced state's shape; equals the newest bundle schema that is read. */
const STATE_SCHEMA_VERSION = 2;

export type ExecutionStatus = 'running' | 'completed' | 'failed' | 'cancelled' | 'aborted';
export type RolloutStatus = 'running' | 'completed' | 'failed' | 'aborted';
export type CellRuntimeStatus = 'starting' | 'running' | 'yielded' | 'completed' | 'failed' | 'terminated';

/** When something ran: unix ms, and the sequence numbers of the events that began and ended it. */
export interface ExecutionWindow {
  started_at_unix_ms: number;
  started_seq: number;
  ended_at_unix_ms: number | null;
  ended_seq: number | null;
  status: ExecutionStatus;
}

export type ThreadOrigin =
  | { type: 'root' }
  | { type: 'spawned'; parent_thread_id: string; spawn_edge_id: string; task_name: string; agent_role: string };

export interface Thread {
  thread_id: string;
  agent_path: string;
  nickname: string | null;
  origin: ThreadOrigin;
  execution: ExecutionWindow;
  default_model: string | null;
  conversation_item_ids: string[];
}

export interface CodexTurn {
  codex_turn_id: string;
  thread_id: string;
  execution: ExecutionWindow;
  input_item_ids: string[];
}

export type ItemRole = 'system' | 'developer' | 'user' | 'assistant' | 'tool';
export type ItemChannel = 'analysis' | 'commentary' | 'final' | 'summary';
export type ItemKind =
  | 'message'
  | 'reasoning'
  | 'function_call'
  | 'function_call_output'
  | 'custom_tool_call'
  | 'custom_tool_call_output'
  | 'compaction_marker';

export type ItemPart =
  | { type: 'text'; text: string }
  | { type: 'summary'; text: string }
  | { type: 'encoded'; label: string; value: string }
  | { type: 'code'; language: string; source: string }
  /** `summary` is the compact JSON, cut to 240 bytes. */
  | { type: 'json'; summary: string; raw_payload_id: string }
  | { type: 'payload_ref'; label: string; raw_payload_id: string; content_sha256?: string };

export type Producer =
  | { type: 'inference'; inference_call_id: string }
  | { type: 'tool'; tool_call_id: string }
  | { type: 'code_cell'; code_cell_id: string }
  | { type: 'compaction'; compaction_id: string };

export interface ConversationItem {
  item_id: string;
  responses_item_id?: string;
  accepted_at_unix_ms?: number;
  accepted_seq?: number;
  thread_id: string;
  codex_turn_id: string | null;
  first_seen_at_unix_ms: number;
  role: ItemRole;
  channel: ItemChannel | null;
  kind: ItemKind;
  agent_message?: { author: string; recipient: string };
  body: { parts: ItemPart[] };
  call_id: string | null;
  produced_by: Producer[];
}

export interface TokenUsage {
  input_tokens: number;
  cached_input_tokens: number;
  /** 0 when the recording release did not know the field. */
  cache_write_input_tokens: number;
  output_tokens: number;
  reasoning_output_tokens: number;
}

export interface InferenceCall {
  inference_call_id: string;
  thread_id: string;
  codex_turn_id: string;
  execution: ExecutionWindow;
  model: string;
  provider_name: string;
  response_id: string | null;
  upstream_request_id: string | null;
  request_item_ids: string[];
  response_item_ids: string[];
  tool_call_ids_started_by_response: string[];
  usage: TokenUsage | null;
  raw_request_payload_id: string;
  raw_response_payload_id: string | null;
}

export interface CodeCell {
  code_cell_id: string;
  model_visible_call_id: string;
  thread_id: string;
  codex_turn_id: string;
  source_item_id: string;
  output_item_ids: string[];
  runtime_cell_id: string;
  execution: ExecutionWindow;
  runtime_status: CellRuntimeStatus;
  initial_response_at_unix_ms: number | null;
  initial_response_seq: number | null;
  initial_response_status: CellRuntimeStatus | null;
  raw_initial_response_payload_id: string | null;
  raw_result_payload_id: string | null;
  yielded_at_unix_ms: number | null;
  yielded_seq: number | null;
  source_js: string;
  nested_tool_call_ids: string[];
  wait_tool_call_ids: string[];
}

export type ToolCallRequester = { type: 'model' } | { type: 'code_cell'; code_cell_id: string };

export type ToolCallKind =
  | { type: 'exec_command' }
  | { type: 'write_stdin' }
  | { type: 'apply_patch' }
  | { type: 'mcp'; server: string; tool: string }
  | { type: 'web' }
  | { type: 'image_generation' }
  | { type: 'spawn_agent' }
  | { type: 'assign_agent_task' }
  | { type: 'send_message' }
  | { type: 'wait_agent' }
  | { type: 'close_agent' }
  | { type: 'other'; name: string };

/** `agent` and `wait_agent` exist in the format but nobody has seen one; their fields are kept as they came. */
export type ToolCallSummary =
  | { type: 'generic'; label: string; input_preview: string | null; output_preview: string | null }
  | { type: 'terminal'; operation_id: string }
  | { type: 'agent'; [field: string]: unknown }
  | { type: 'wait_agent'; [field: string]: unknown };

export interface ToolCall {
  tool_call_id: string;
  mcp_call_id: string | null;
  model_visible_call_id: string | null;
  code_mode_runtime_tool_id: string | null;
  started_code_cell_id?: string;
  thread_id: string;
  started_by_codex_turn_id: string | null;
  execution: ExecutionWindow;
  requester: ToolCallRequester;
  kind: ToolCallKind;
  model_visible_call_item_ids: string[];
  model_visible_output_item_ids: string[];
  terminal_operation_id: string | null;
  summary: ToolCallSummary;
  raw_invocation_payload_id: string | null;
  raw_result_payload_id: string | null;
  raw_runtime_payload_ids: string[];
}

export interface TerminalSession {
  terminal_id: string;
  thread_id: string;
  created_by_operation_id: string;
  operation_ids: string[];
  execution: ExecutionWindow;
}

export type TerminalRequest =
  | {
      type: 'exec_command';
      command: string[];
      display_command: string;
      cwd: string;
      yield_time_ms: number | null;
      max_output_tokens: number | null;
    }
  | { type: 'write_stdin'; stdin: string; yield_time_ms: number | null; max_output_tokens: number | null };

export interface TerminalResult {
  exit_code: number | null;
  stdout: string;
  stderr: string;
  formatted_output: string | null;
  original_token_count: number | null;
  chunk_id: string | null;
}

export interface TerminalObservation {
  call_item_ids: string[];
  output_item_ids: string[];
  source: 'direct_tool_call';
}

export interface TerminalOperation {
  operation_id: string;
  terminal_id: string | null;
  tool_call_id: string;
  kind: 'exec_command' | 'write_stdin';
  execution: ExecutionWindow;
  request: TerminalRequest;
  result: TerminalResult | null;
  model_observations: TerminalObservation[];
  raw_payload_ids: string[];
}

export interface Compaction {
  compaction_id: string;
  thread_id: string;
  codex_turn_id: string;
  installed_at_unix_ms: number;
  marker_item_id: string;
  request_ids: string[];
  input_item_ids: string[];
  replacement_item_ids: string[];
}

export interface CompactionRequest {
  compaction_request_id: string;
  compaction_id: string;
  thread_id: string;
  codex_turn_id: string;
  execution: ExecutionWindow;
  model: string;
  provider_name: string;
  raw_request_payload_id: string;
  raw_response_payload_id: string | null;
}

export type InteractionKind = 'spawn_agent' | 'assign_agent_task' | 'send_message' | 'agent_result' | 'close_agent';

export type InteractionAnchor =
  | { type: 'conversation_item'; item_id: string }
  | { type: 'tool_call'; tool_call_id: string }
  | { type: 'thread'; thread_id: string };

export interface InteractionEdge {
  edge_id: string;
  kind: InteractionKind;
  source: InteractionAnchor;
  target: InteractionAnchor;
  started_at_unix_ms: number;
  ended_at_unix_ms: number | null;
  carried_item_ids: string[];
  carried_raw_payload_ids: string[];
}

/** Collection name of the state, and what it holds. */
export interface Collections {
  threads: Thread;
  codex_turns: CodexTurn;
  conversation_items: ConversationItem;
  inference_calls: InferenceCall;
  code_cells: CodeCell;
  tool_calls: ToolCall;
  terminal_sessions: TerminalSession;
  terminal_operations: TerminalOperation;
  compactions: Compaction;
  compaction_requests: CompactionRequest;
  interaction_edges: InteractionEdge;
  raw_payloads: RawPayload;
}
export type CollectionName = keyof Collections;

/** In the order in which `state.json` has them. */
export const COLLECTION_NAMES: readonly CollectionName[] = [
  'threads',
  'codex_turns',
  'conversation_items',
  'inference_calls',
  'code_cells',
  'tool_calls',
  'terminal_sessions',
  'terminal_operations',
  'compactions',
  'compaction_requests',
  'interaction_edges',
  'raw_payloads',
];

export interface RolloutRoot {
  schema_version: number;
  trace_id: string;
  rollout_id: string;
  started_at_unix_ms: number;
  ended_at_unix_ms: number | null;
  status: RolloutStatus;
  recording_complete: boolean;
  root_thread_id: string;
}

/** The live form: entities by id, in order of first sight. */
export type Graph = RolloutRoot & {
  readonly [Name in CollectionName]: Name extends 'raw_payloads' ? PayloadTable : Map<string, Collections[Name]>;
};

/** The file form: `state.json`, collections sorted by the bytes of their keys. */
export type RolloutTrace = RolloutRoot & { [Name in CollectionName]: Record<string, Collections[Name]> };

/** An empty graph, as it is before the first event. */
export function emptyGraph(
  root: Pick<RolloutRoot, 'trace_id' | 'rollout_id' | 'root_thread_id' | 'started_at_unix_ms'>,
): Graph {
  return {
    schema_version: STATE_SCHEMA_VERSION,
    trace_id: root.trace_id,
    rollout_id: root.rollout_id,
    started_at_unix_ms: root.started_at_unix_ms,
    ended_at_unix_ms: null,
    status: 'running',
    recording_complete: false,
    root_thread_id: root.root_thread_id,
    threads: new Map(),
    codex_turns: new Map(),
    conversation_items: new Map(),
    inference_calls: new Map(),
    code_cells: new Map(),
    tool_calls: new Map(),
    terminal_sessions: new Map(),
    terminal_operations: new Map(),
    compactions: new Map(),
    compaction_requests: new Map(),
    interaction_edges: new Map(),
    raw_payloads: new PayloadTable(),
  };
}

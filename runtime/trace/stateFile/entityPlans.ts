/**
 * How each kind of entity is written into `state.json`: the fields and their order are those of the reference.
 */

import type {
  CodeCell,
  CodexTurn,
  CollectionName,
  Compaction,
  CompactionRequest,
  ConversationItem,
  ExecutionWindow,
  InferenceCall,
  InteractionEdge,
  RawPayload,
  TerminalOperation,
  TerminalResult,
  TerminalSession,
  Thread,
  TokenUsage,
  ToolCall,
} from '../model.ts';
import { type Plan, planOf } from './entityPlan.ts';

/** Entities lie two deep: in their collection, in the state. */
const depth = 2;
const inner = depth + 1;

const executionWindow = planOf<ExecutionWindow>(inner, {
  started_at_unix_ms: 'any',
  started_seq: 'any',
  ended_at_unix_ms: 'any',
  ended_seq: 'any',
  status: 'any',
});

const thread = planOf<Thread>(depth, {
  thread_id: 'any',
  agent_path: 'any',
  nickname: 'any',
  origin: 'any',
  execution: executionWindow,
  default_model: 'any',
  conversation_item_ids: 'any',
});

const turn = planOf<CodexTurn>(depth, {
  codex_turn_id: 'any',
  thread_id: 'any',
  execution: executionWindow,
  input_item_ids: 'any',
});

const conversationItem = planOf<ConversationItem>(depth, {
  item_id: 'any',
  responses_item_id: 'any',
  accepted_at_unix_ms: 'any',
  accepted_seq: 'any',
  thread_id: 'any',
  codex_turn_id: 'any',
  first_seen_at_unix_ms: 'any',
  role: 'any',
  channel: 'any',
  kind: 'any',
  agent_message: 'any',
  body: 'any',
  call_id: 'any',
  produced_by: 'any',
});

const tokenUsage = planOf<TokenUsage>(inner, {
  input_tokens: 'any',
  cached_input_tokens: 'any',
  cache_write_input_tokens: 'any',
  output_tokens: 'any',
  reasoning_output_tokens: 'any',
});

const inferenceCall = planOf<InferenceCall>(depth, {
  inference_call_id: 'any',
  thread_id: 'any',
  codex_turn_id: 'any',
  execution: executionWindow,
  model: 'any',
  provider_name: 'any',
  response_id: 'any',
  upstream_request_id: 'any',
  request_item_ids: 'any',
  response_item_ids: 'any',
  tool_call_ids_started_by_response: 'any',
  usage: tokenUsage,
  raw_request_payload_id: 'any',
  raw_response_payload_id: 'any',
});

const codeCell = planOf<CodeCell>(depth, {
  code_cell_id: 'any',
  model_visible_call_id: 'any',
  thread_id: 'any',
  codex_turn_id: 'any',
  source_item_id: 'any',
  output_item_ids: 'any',
  runtime_cell_id: 'any',
  execution: executionWindow,
  runtime_status: 'any',
  initial_response_at_unix_ms: 'any',
  initial_response_seq: 'any',
  initial_response_status: 'any',
  raw_initial_response_payload_id: 'any',
  raw_result_payload_id: 'any',
  yielded_at_unix_ms: 'any',
  yielded_seq: 'any',
  source_js: 'any',
  nested_tool_call_ids: 'any',
  wait_tool_call_ids: 'any',
});

const toolCall = planOf<ToolCall>(depth, {
  tool_call_id: 'any',
  mcp_call_id: 'any',
  model_visible_call_id: 'any',
  code_mode_runtime_tool_id: 'any',
  started_code_cell_id: 'any',
  thread_id: 'any',
  started_by_codex_turn_id: 'any',
  execution: executionWindow,
  requester: 'any',
  kind: 'any',
  model_visible_call_item_ids: 'any',
  model_visible_output_item_ids: 'any',
  terminal_operation_id: 'any',
  summary: 'any',
  raw_invocation_payload_id: 'any',
  raw_result_payload_id: 'any',
  raw_runtime_payload_ids: 'any',
});

const terminalSession = planOf<TerminalSession>(depth, {
  terminal_id: 'any',
  thread_id: 'any',
  created_by_operation_id: 'any',
  operation_ids: 'any',
  execution: executionWindow,
});

const terminalResult = planOf<TerminalResult>(inner, {
  exit_code: 'any',
  stdout: 'any',
  stderr: 'any',
  formatted_output: 'any',
  original_token_count: 'any',
  chunk_id: 'any',
});

const terminalOperation = planOf<TerminalOperation>(depth, {
  operation_id: 'any',
  terminal_id: 'any',
  tool_call_id: 'any',
  kind: 'any',
  execution: executionWindow,
  request: 'any',
  result: terminalResult,
  model_observations: 'any',
  raw_payload_ids: 'any',
});

const compaction = planOf<Compaction>(depth, {
  compaction_id: 'any',
  thread_id: 'any',
  codex_turn_id: 'any',
  installed_at_unix_ms: 'any',
  marker_item_id: 'any',
  request_ids: 'any',
  input_item_ids: 'any',
  replacement_item_ids: 'any',
});

const compactionRequest = planOf<CompactionRequest>(depth, {
  compaction_request_id: 'any',
  compaction_id: 'any',
  thread_id: 'any',
  codex_turn_id: 'any',
  execution: executionWindow,
  model: 'any',
  provider_name: 'any',
  raw_request_payload_id: 'any',
  raw_response_payload_id: 'any',
});

const interactionEdge = planOf<InteractionEdge>(depth, {
  edge_id: 'any',
  kind: 'any',
  source: 'any',
  target: 'any',
  started_at_unix_ms: 'any',
  ended_at_unix_ms: 'any',
  carried_item_ids: 'any',
  carried_raw_payload_ids: 'any',
});

const payloadKind = planOf<RawPayload['kind']>(inner, { type: 'any' });
const rawPayload = planOf<RawPayload>(depth, {
  raw_payload_id: 'any',
  kind: payloadKind,
  path: 'any',
});

export const entityPlans: { readonly [Name in CollectionName]: Plan } = {
  threads: thread,
  codex_turns: turn,
  conversation_items: conversationItem,
  inference_calls: inferenceCall,
  code_cells: codeCell,
  tool_calls: toolCall,
  terminal_sessions: terminalSession,
  terminal_operations: terminalOperation,
  compactions: compaction,
  compaction_requests: compactionRequest,
  interaction_edges: interactionEdge,
  raw_payloads: rawPayload,
};

/**
 * The events of a bundle's log, as they stand on disk, schema 1 and 2 alike (trace-format §1, trace-fields §5).
 *
 * One table says for every event type which fields it has; types and guards are both read off it, so they cannot part.
 * The order of fields and of variants is that of the format: either may be told by its place.
 * Invariant: field names and values are those of the file; nothing is renamed, and a nullable field left out is `null`.
 * Leaves out meaning (the reducer's), the payload files (`payloads.ts`) and what a release refuses (`strict`).
 */

import type { CallId, CellId, EntityId, NestedCallId, PayloadId } from '../base/ids.ts';
import {
  natural,
  nullable,
  object,
  omittable,
  oneOf,
  type Shape,
  type Tagged,
  tagged,
  text,
  unit,
  whole,
} from './shape.ts';

const payloadKinds = [
  'inference_request',
  'inference_response',
  'compaction_request',
  'compaction_checkpoint',
  'compaction_response',
  'tool_invocation',
  'tool_result',
  'tool_runtime_event',
  'terminal_runtime_event',
  'protocol_event',
  'session_metadata',
  'agent_result',
] as const;
export type PayloadKind = (typeof payloadKinds)[number];

const refFields = {
  raw_payload_id: text<PayloadId>(),
  kind: unit(...payloadKinds),
  /** Relative to the bundle folder, as recorded; not to be trusted. */
  path: text(),
};
/** A reference to a payload file. */
export type PayloadRef = Shape<typeof refFields>;
const ref = object(refFields);
const refOrNone = nullable(ref);
const textOrNone = nullable(text());

const executionStatus = oneOf('running', 'completed', 'failed', 'cancelled', 'aborted');
const rolloutStatus = oneOf('running', 'completed', 'failed', 'aborted');
const cellStatus = oneOf('starting', 'running', 'yielded', 'completed', 'failed', 'terminated');
export type ExecutionStatus = Exclude<(typeof executionStatus)['shape'], undefined>;
export type RolloutStatus = Exclude<(typeof rolloutStatus)['shape'], undefined>;
export type CellRuntimeStatus = Exclude<(typeof cellStatus)['shape'], undefined>;

const kinds = {
  exec_command: {},
  write_stdin: {},
  apply_patch: {},
  mcp: { server: text(), tool: text() },
  web: {},
  image_generation: {},
  spawn_agent: {},
  assign_agent_task: {},
  send_message: {},
  wait_agent: {},
  close_agent: {},
  other: { name: text() },
};
/** What sort of tool was called. Not to be confused with the `ToolKind` of a definition. */
export type TraceToolKind = Tagged<typeof kinds>;

const requesters = { model: {}, code_cell: { runtime_cell_id: text<CellId>() } };
export type Requester = Tagged<typeof requesters>;

const summaries = {
  terminal: { operation_id: text<EntityId>() },
  agent: { target_agent_path: text(), task_name: textOrNone, message_preview: text() },
  wait_agent: { target_agent_path: textOrNone, timeout_ms: nullable(natural) },
  generic: { label: text(), input_preview: textOrNone, output_preview: textOrNone },
};
/** A line about a call. Only `generic` has been seen in a log. */
export type CallSummary = Tagged<typeof summaries>;

const id = text<EntityId>();

export const eventFields = {
  rollout_started: { trace_id: text(), root_thread_id: id },
  rollout_ended: { status: rolloutStatus },
  recording_completed: {},
  thread_started: { thread_id: id, agent_path: text(), metadata_payload: refOrNone },
  thread_resumed: { thread_id: id },
  thread_ended: { thread_id: id, status: rolloutStatus },
  codex_turn_started: { codex_turn_id: id, thread_id: id },
  codex_turn_ended: { codex_turn_id: id, status: executionStatus },
  history_item_accepted: { item_id: text(), agent_message_payload: omittable(ref) },
  inference_started: {
    inference_call_id: id,
    thread_id: id,
    codex_turn_id: id,
    model: text(),
    provider_name: text(),
    request_payload: ref,
  },
  inference_completed: {
    inference_call_id: id,
    response_id: textOrNone,
    upstream_request_id: textOrNone,
    response_payload: ref,
  },
  inference_failed: {
    inference_call_id: id,
    upstream_request_id: textOrNone,
    error: text(),
    partial_response_payload: refOrNone,
  },
  inference_cancelled: {
    inference_call_id: id,
    upstream_request_id: textOrNone,
    reason: text(),
    partial_response_payload: refOrNone,
  },
  tool_call_started: {
    tool_call_id: id,
    model_visible_call_id: nullable(text<CallId>()),
    code_mode_runtime_tool_id: nullable(text<NestedCallId>()),
    requester: tagged(requesters),
    kind: tagged(kinds),
    summary: tagged(summaries),
    invocation_payload: refOrNone,
  },
  mcp_tool_call_correlation_assigned: { tool_call_id: id, mcp_call_id: text() },
  stdin_target_resolved: { tool_call_id: id, exec_tool_call_id: id },
  /** `kind` is null before 0.166. */
  tool_call_runtime_started: { tool_call_id: id, kind: nullable(tagged(kinds)), runtime_payload: ref },
  tool_call_runtime_ended: { tool_call_id: id, status: executionStatus, runtime_payload: ref },
  tool_call_ended: { tool_call_id: id, status: executionStatus, result_payload: refOrNone },
  code_cell_started: { runtime_cell_id: text<CellId>(), model_visible_call_id: text<CallId>(), source_js: text() },
  code_cell_initial_response: {
    runtime_cell_id: text<CellId>(),
    status: cellStatus,
    response_payload: refOrNone,
  },
  code_cell_ended: { runtime_cell_id: text<CellId>(), status: cellStatus, response_payload: refOrNone },
  compaction_request_started: {
    compaction_id: id,
    compaction_request_id: id,
    thread_id: id,
    codex_turn_id: id,
    model: text(),
    provider_name: text(),
    request_payload: ref,
  },
  compaction_request_completed: { compaction_id: id, compaction_request_id: id, response_payload: ref },
  compaction_request_failed: { compaction_id: id, compaction_request_id: id, error: text() },
  compaction_installed: { compaction_id: id, checkpoint_payload: ref },
  agent_result_observed: {
    edge_id: id,
    child_thread_id: id,
    child_codex_turn_id: id,
    parent_thread_id: id,
    message: text(),
    carried_payload: refOrNone,
  },
  protocol_event_observed: { event_type: text(), event_payload: ref },
  /** Parses, and is refused by every reducer of the reference. */
  other: {},
};

export type EventType = keyof typeof eventFields;
export type EventPayload = Tagged<typeof eventFields>;
/** The payload of one event type: `Payload<'tool_call_started'>`. */
export type Payload<T extends EventType> = Extract<EventPayload, { type: T }>;

export const envelopeFields = {
  schema_version: natural,
  seq: natural,
  wall_time_unix_ms: whole,
  rollout_id: text(),
  thread_id: nullable(id),
  codex_turn_id: nullable(id),
};

/** One line of `trace.jsonl`. */
export type RawEvent = Shape<typeof envelopeFields> & { readonly payload: EventPayload };

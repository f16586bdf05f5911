/**
 * What may differ between an older release's own state and the newest shape (trace-format §5). Everything else must be equal.
 */

import { isRecord } from '../../../runtime/base/json.ts';

type Fields = Record<string, unknown>;

const versions = ['0.125.0', '0.134.0', '0.150.0', '0.164.0', '0.165.0', '0.166.0', '0.169.0'];

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function entities(state: Fields, collection: string): Fields[] {
  return Object.values(fieldsOf(state[collection])).map(fieldsOf);
}

function drop(fields: Fields, ...names: string[]): void {
  for (const name of names) delete fields[name];
}

/** Both states, copied, with what may differ taken out or made the same. */
export function comparable(version: string, golden: unknown, ours: unknown): { golden: unknown; ours: unknown } {
  const pair = { golden: fieldsOf(structuredClone(golden)), ours: fieldsOf(structuredClone(ours)) };
  const both = [pair.golden, pair.ours];
  const before = (first: string) => versions.indexOf(version) < versions.indexOf(first);
  if (before('0.169.0')) for (const state of both) dropAcceptance(state);
  if (before('0.165.0')) for (const state of both) dropIdentity(state);
  if (before('0.164.0')) {
    for (const state of both) {
      for (const cell of entities(state, 'code_cells')) {
        drop(cell, 'initial_response_status', 'raw_initial_response_payload_id', 'raw_result_payload_id');
      }
      renameTerminals(state);
    }
    alignOutputs(pair.golden, pair.ours);
    alignKinds(pair.golden, pair.ours);
  }
  if (before('0.150.0')) {
    for (const state of both) {
      for (const call of entities(state, 'inference_calls')) drop(fieldsOf(call.usage), 'cache_write_input_tokens');
    }
  }
  if (before('0.134.0')) alignInferences(pair.golden, pair.ours);
  return pair;
}

function dropAcceptance(state: Fields): void {
  drop(state, 'recording_complete');
  for (const item of entities(state, 'conversation_items')) drop(item, 'accepted_at_unix_ms', 'accepted_seq');
}

function dropIdentity(state: Fields): void {
  drop(state, 'schema_version');
  for (const item of entities(state, 'conversation_items')) {
    drop(item, 'responses_item_id');
    const body = fieldsOf(item.body);
    const parts = Array.isArray(body.parts) ? body.parts.map(fieldsOf) : [];
    body.parts = parts.filter(part => part.type !== 'payload_ref' || part.label !== 'empty_content');
    for (const part of parts) drop(part, 'content_sha256');
  }
}

/** Terminals are matched by the operation that opened them. */
function renameTerminals(state: Fields): void {
  const names = new Map<unknown, string>();
  const sessions: Fields = {};
  for (const session of entities(state, 'terminal_sessions')) {
    const name = `opened by ${session.created_by_operation_id}`;
    names.set(session.terminal_id, name);
    session.terminal_id = name;
    sessions[name] = session;
  }
  state.terminal_sessions = sessions;
  for (const operation of entities(state, 'terminal_operations'))
    operation.terminal_id = names.get(operation.terminal_id);
}

function alignOutputs(golden: Fields, ours: Fields): void {
  const results = fieldsOf(golden.terminal_operations);
  for (const operation of entities(ours, 'terminal_operations')) {
    const result = fieldsOf(operation.result);
    const known = fieldsOf(fieldsOf(results[String(operation.operation_id)]).result);
    if (result.formatted_output === null) result.formatted_output = known.formatted_output;
  }
}

function alignKinds(golden: Fields, ours: Fields): void {
  const tools = fieldsOf(golden.tool_calls);
  for (const tool of entities(ours, 'tool_calls')) {
    const kind = fieldsOf(tool.kind);
    const known = fieldsOf(fieldsOf(tools[String(tool.tool_call_id)]).kind);
    if (kind.type === 'mcp' && known.type === 'other' && known.name === kind.tool) tool.kind = known;
  }
}

function alignInferences(golden: Fields, ours: Fields): void {
  const mine = fieldsOf(ours.inference_calls);
  for (const call of entities(golden, 'inference_calls')) {
    call.response_id = call.upstream_request_id;
    call.upstream_request_id = null;
    if (fieldsOf(call.execution).status === 'running') {
      call.execution = fieldsOf(mine[String(call.inference_call_id)]).execution;
    }
  }
  for (const state of [golden, ours]) for (const tool of entities(state, 'tool_calls')) drop(tool, 'mcp_call_id');
}

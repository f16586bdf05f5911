/**
 * What a state tells, whatever the recording was called: for comparing recordings of one story with each other.
 *
 * Numbered entities (items, terminals) are named after what they are about; times, sequence numbers and payload ids are left
 * out, and so is what only some releases record: system prompts as items, the model's own `exec` calls, cached writes, ids of
 * requests and servers.
 */

import { isRecord } from '../../../runtime/base/json.ts';
import type { RolloutTrace } from '../../../runtime/trace/model.ts';

const unknowable =
  /(_unix_ms|_seq|payload_ids?|^seq|^responses_item_id|^content_sha256|^cache_write_input_tokens|^upstream_request_id|^mcp_call_id|^formatted_output|^started_code_cell_id|^schema_version|^recording_complete|^raw_payloads|^trace_id)$/;

export function storyOf(whole: RolloutTrace): Record<string, unknown> {
  const state = withoutExecCalls(whole);
  const names = new Map<string, string | undefined>();
  const count = new Map<string, number>();
  const items = Object.values(state.conversation_items).toSorted((a, b) => numberOf(a.item_id) - numberOf(b.item_id));
  for (const item of items) {
    const { thread_id, role, kind, call_id, body } = item;
    const parts = JSON.stringify(told(body.parts, new Map()));
    const name = `${thread_id} ${role} ${kind} ${call_id ?? ''} ${parts}`;
    const nth = (count.get(name) ?? 0) + 1;
    count.set(name, nth);
    names.set(item.item_id, role === 'developer' ? undefined : `${name} ${nth}`);
  }
  for (const { operation_id, tool_call_id } of Object.values(state.terminal_operations)) {
    names.set(operation_id, `operation of ${tool_call_id}`);
    names.set(`terminal_session:${operation_id}`, `session of ${tool_call_id}`);
  }
  return told(state, names) as Record<string, unknown>;
}

/** Only the newest release records the model's own calls of cells as calls of a tool. */
function withoutExecCalls(whole: RolloutTrace): RolloutTrace {
  const state = structuredClone(whole);
  for (const [id, { summary }] of Object.entries(whole.tool_calls)) {
    if (summary.type !== 'generic' || summary.label !== 'exec') continue;
    delete state.tool_calls[id];
    for (const item of Object.values(state.conversation_items)) {
      item.produced_by = item.produced_by.filter(by => by.type !== 'tool' || by.tool_call_id !== id);
    }
    for (const call of Object.values(state.inference_calls)) {
      call.tool_call_ids_started_by_response = call.tool_call_ids_started_by_response.filter(each => each !== id);
    }
  }
  return state;
}

function numberOf(id: string): number {
  return Number(id.split(':').at(-1));
}

/** A copy with other names, in the order of the names. */
function told(value: unknown, names: ReadonlyMap<string, string | undefined>): unknown {
  if (typeof value === 'string') return names.has(value) ? names.get(value) : value;
  if (Array.isArray(value)) {
    return value.filter(part => !isLeftOut(part, names)).map(part => told(part, names));
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value)
    .filter(([key, part]) => !unknowable.test(key) && !isLeftOut(key, names) && !isLeftOut(part, names))
    .map(([key, part]): [string, unknown] => [names.get(key) ?? key, told(part, names)]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function isLeftOut(value: unknown, names: ReadonlyMap<string, string | undefined>): boolean {
  return typeof value === 'string' && names.has(value) && names.get(value) === undefined;
}

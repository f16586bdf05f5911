/** Forms that recorders do not write and the reference takes: lists for objects, numbers for variants, words as keys. */
import { describe, expect, it } from 'vitest';
import { parseEvent } from './parseEvent.ts';
import { readStdinRequest } from './reducer/stdin.ts';

const ref = { raw_payload_id: 'raw_payload:1', kind: { type: 'tool_result' }, path: 'payloads/1.json' };
const ended = { type: 'tool_call_ended', tool_call_id: 'call', status: 'completed', result_payload: ref };
const head = [2, 7, 100, 'rollout', 'thread', null];
const usual = {
  schema_version: 2,
  seq: 7,
  wall_time_unix_ms: 100,
  rollout_id: 'rollout',
  thread_id: 'thread',
  codex_turn_id: null,
};

function read(payload: unknown): unknown {
  const parsed = parseEvent(JSON.stringify({ ...usual, payload }));
  return parsed.ok ? parsed.event.payload : undefined;
}

describe('an event is also', () => {
  it('the list of its fields, its payload the list of its own after its type', () => {
    const parsed = parseEvent(JSON.stringify([...head, Object.values(ended)]));
    expect(parsed).toEqual({ ok: true, event: { ...usual, payload: ended } });
  });

  it.each([
    ['a reference', { ...ended, result_payload: Object.values({ ...ref, kind: ['tool_result', null] }) }],
    ['a kind of payload by its number', { ...ended, result_payload: { ...ref, kind: [6, null] } }],
    ['a kind of payload as a key', { ...ended, result_payload: { ...ref, kind: { type: { tool_result: null } } } }],
    ['a status as a key', { ...ended, status: { completed: {} } }],
  ])('one with %s in another form', (_what, payload) => {
    expect(read(payload)).toEqual(ended);
  });

  it('one whose last field may be left out of a list', () => {
    const accepted = { type: 'history_item_accepted', item_id: 'item', agent_message_payload: null };
    expect(read(['history_item_accepted', 'item'])).toEqual(accepted);
  });

  it('a call whose kind, requester and summary are told by number', () => {
    const call = {
      type: 'tool_call_started',
      tool_call_id: 'call',
      model_visible_call_id: null,
      code_mode_runtime_tool_id: null,
      kind: ['mcp', 'server', 'tool'],
      requester: [1, '1'],
      summary: { type: 2, timeout_ms: 5 },
      invocation_payload: null,
    };
    expect(read(call)).toEqual({
      ...call,
      kind: { type: 'mcp', server: 'server', tool: 'tool' },
      requester: { type: 'code_cell', runtime_cell_id: '1' },
      summary: { type: 'wait_agent', target_agent_path: null, timeout_ms: 5 },
    });
  });
});

describe('an event is not', () => {
  it.each<[string, unknown]>([
    ['a list that is too short', Object.values(ended).slice(0, -1)],
    ['a list that is too long', [...Object.values(ended), null]],
    ['a type by its number', [13, ...Object.values(ended).slice(1)]],
    ['a status by its number', { ...ended, status: 1 }],
    ['a status as the key of something', { ...ended, status: { completed: 1 } }],
    ['two statuses', { ...ended, status: { completed: null, failed: null } }],
    ['a kind of payload as a list of one', { ...ended, result_payload: { ...ref, kind: ['tool_result'] } }],
    [
      'a kind of payload with a value',
      { ...ended, result_payload: { ...ref, kind: { type: 'tool_result', value: 5 } } },
    ],
  ])('%s', (_what, payload) => {
    expect(read(payload)).toBeUndefined();
  });

  it('a list with numbers that are not whole', () => {
    expect(parseEvent(JSON.stringify([...head, Object.values(ended)]).replace('2,7', '2,7.0')).ok).toBe(false);
  });
});

describe('a field that is there twice', () => {
  const twice = (from: string, to: string) => {
    const parsed = parseEvent(JSON.stringify({ ...usual, payload: ended }).replace(from, to));
    return parsed.ok ? parsed.loose : 'no event';
  };

  it.each([
    ['of the event', '"seq":7', '"seq":7,"seq":7', '`seq` is there twice'],
    ['of its payload', '"status":', '"status":"failed","status":', '`status` is there twice'],
    ['of a reference', '"path":', '"path":"","path":', '`path` is there twice'],
    ['of a kind of payload', '"kind":{', '"kind":{"value":null,"value":null,', '`value` is there twice'],
  ])('is a fault %s', (_where, from, to, fault) => {
    expect(twice(from, to)).toBe(fault);
  });

  it.each([
    ['of the event', '{"schema_version"', '{"status":1,"status":2,"schema_version"'],
    ['of its payload', '"status":', '"agent_path":1,"agent_path":2,"status":'],
    ['of a kind of payload', '"kind":{', '"kind":{"path":1,"path":2,'],
    ['within what nobody knows', '{"schema_version"', '{"mood":{"seq":1,"seq":2},"schema_version"'],
  ])('is none where nobody knows it: %s', (_where, from, to) => {
    expect(twice(from, to)).toBeUndefined();
  });
});

describe('the arguments of a write_stdin', () => {
  it.each([
    ['{"session_id":7}', { session: '7', chars: '', yieldTimeMs: null, maxOutputTokens: null }],
    ['{"session_id":1e3,"chars":"x"}', { session: '1e3', chars: 'x', yieldTimeMs: null, maxOutputTokens: null }],
    ['["7","x",5,null]', { session: '7', chars: 'x', yieldTimeMs: 5, maxOutputTokens: null }],
  ])('are %s', (text, request) => {
    expect(readStdinRequest(text)).toEqual(request);
  });

  it.each([
    '{"session_id":""}',
    '{"chars":"x"}',
    '{"session_id":7,"chars":null}',
    '{"session_id":7,"yield_time_ms":1.0}',
    '{"session_id":7,"yield_time_ms":18446744073709551616}',
    '{"session_id":7,"session_id":7}',
    '[7,"x",5]',
    '7',
  ])('are not %s', text => {
    expect(readStdinRequest(text)).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { parseEvent } from './parseEvent.ts';

const envelope = {
  schema_version: 2,
  seq: 6,
  wall_time_unix_ms: 1,
  rollout_id: 'r',
  thread_id: 't',
  codex_turn_id: 'u',
};
const line = (payload: object, changes: object = {}): string => JSON.stringify({ ...envelope, ...changes, payload });
const faultOf = (text: string) => {
  const parsed = parseEvent(text);
  return parsed.ok ? undefined : parsed.fault;
};

const started = {
  type: 'tool_call_started',
  tool_call_id: 'c',
  requester: { type: 'model' },
  kind: { type: 'web' },
  summary: { type: 'generic', label: 'l' },
};

describe('a line of the log', () => {
  test('is the event it says, with fields it left out as null', () => {
    const { codex_turn_id: _, ...rest } = envelope;
    const parsed = parseEvent(
      JSON.stringify({ ...rest, payload: { type: 'tool_call_ended', tool_call_id: 'c', status: 'failed' } }),
    );
    expect(parsed).toEqual({
      ok: true,
      event: {
        ...envelope,
        codex_turn_id: null,
        payload: { type: 'tool_call_ended', tool_call_id: 'c', status: 'failed', result_payload: null },
      },
    });
  });

  test('may carry fields nobody knows', () => {
    expect(parseEvent(line({ type: 'recording_completed', mood: 'good' }, { extra: 1 })).ok).toBe(true);
  });

  test('may lack the tool kind that older releases did not write', () => {
    const ref = { raw_payload_id: 'raw_payload:1', kind: { type: 'tool_runtime_event' }, path: 'payloads/1.json' };
    const parsed = parseEvent(line({ type: 'tool_call_runtime_started', tool_call_id: 'c', runtime_payload: ref }));
    expect(parsed.ok && parsed.event.payload).toMatchObject({ kind: null });
  });
});

describe('a line that is no event', () => {
  test.each([
    ['seq left out', line({ type: 'recording_completed' }, { seq: undefined }), '`seq` is missing'],
    [
      'seq as a text',
      line({ type: 'recording_completed' }, { seq: '6' }),
      '`seq` must be a whole number from 0 up, got "6"',
    ],
    [
      'a negative seq',
      line({ type: 'recording_completed' }, { seq: -1 }),
      '`seq` must be a whole number from 0 up, got -1',
    ],
    [
      'half a millisecond',
      line({ type: 'recording_completed' }, { wall_time_unix_ms: 1.5 }),
      '`wall_time_unix_ms` must be a whole number, got 1.5',
    ],
    ['no payload', JSON.stringify(envelope), '`payload` is missing'],
    [
      'a rollout status no rollout has',
      line({ type: 'rollout_ended', status: 'cancelled' }),
      '`payload.status` must be one of running, completed, failed, aborted, got "cancelled"',
    ],
    [
      'a requester of no kind',
      line({ ...started, requester: { type: 'weird' } }),
      '`payload.requester` has type "weird", known are model, code_cell',
    ],
    ['a field missing deep inside', line({ ...started, kind: { type: 'other' } }), '`payload.kind.name` is missing'],
    [
      'null where a payload is needed',
      line({ type: 'protocol_event_observed', event_type: 'error', event_payload: null }),
      '`payload.event_payload` must be an object, got null',
    ],
  ])('says so for %s', (_what, text, message) => {
    expect(faultOf(text)).toMatchObject({ reason: 'shape', message });
  });

  test('is told apart when its type is unknown, with what could be read', () => {
    expect(faultOf(line({ type: 'weird_event' }, { schema_version: 9 }))).toEqual({
      reason: 'unknown_type',
      message: 'unknown event type `weird_event`',
      seq: 6,
      eventType: 'weird_event',
      schemaVersion: 9,
    });
  });

  test.each(['', '42', '[]', 'null', '{"seq":', '\ufeff{}'])('is not JSON of an object: %j', text => {
    expect(faultOf(text)?.reason).toBe('json');
  });

  test('is not fooled by names that every object has', () => {
    expect(faultOf(line({ type: 'constructor' }))?.reason).toBe('unknown_type');
    expect(faultOf(line({ ...started, kind: { type: 'toString' } }))?.reason).toBe('shape');
  });
});

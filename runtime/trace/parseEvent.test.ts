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

describe('text that says an event, though not as the reference reads it', () => {
  const looseOf = (text: string) => {
    const parsed = parseEvent(text);
    return parsed.ok ? parsed.loose : parsed.fault.message;
  };
  const ended = line({ type: 'tool_call_ended', tool_call_id: 'c', status: 'failed' });

  test('has nothing loose when a recorder wrote it', () => {
    expect(looseOf(ended)).toBeUndefined();
    expect(
      looseOf(line({ ...started, summary: { type: 'generic', label: '\\": "label": "', input_preview: '{"a":1}' } })),
    ).toBe(undefined);
  });

  test.each([
    ['a field of the envelope', ended.replace('"seq":6', '"seq":6,"seq":6'), '`seq` is there twice'],
    ['a field of the payload', ended.replace('"status":', '"status":"completed","status":'), '`status` is there twice'],
    [
      'the type',
      ended.replace('"tool_call_id"', '"type":"x","tool_call_id"').replace('"x"', '"tool_call_ended"'),
      '`type` is there twice',
    ],
    ['a field with blanks around it', ended.replace('"seq":6', '"seq" : 6 , "seq" : 6'), '`seq` is there twice'],
  ])('has %s twice', (_what, text, fault) => {
    expect(looseOf(text)).toBe(fault);
  });

  test('may have a field twice that nobody knows', () => {
    expect(looseOf(ended.replace('"seq":6', '"seq":6,"mood":1,"mood":2'))).toBeUndefined();
  });

  test.each(['-0', '1.0', '1e2', '9223372036854775808', '18446744073709551616'])('has the time %s', digits => {
    expect(looseOf(ended.replace('"wall_time_unix_ms":1', `"wall_time_unix_ms":${digits}`))).toMatch(/whole number/);
  });

  test.each(['-1', '0', '9223372036854775807', '-9223372036854775808'])('may have the time %s', digits => {
    expect(looseOf(ended.replace('"wall_time_unix_ms":1', `"wall_time_unix_ms":${digits}`))).toBeUndefined();
  });

  test('has half a character', () => {
    expect(looseOf(ended.replace('"c"', '"c\\ud800"'))).toBe('a \\u escape stands for half a character');
  });

  test.each([127, 200_000])('is nested %i levels deep', depth => {
    const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(looseOf(ended.replace('"seq":6', `"seq":6,"mood":${nested}`))).toBe('nested deeper than 127 levels');
  });
});

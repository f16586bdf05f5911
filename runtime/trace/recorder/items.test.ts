import { describe, expect, test } from 'vitest';
import { asId, type CellId } from '../../base/ids.ts';
import { cellPayload, duration, preview, toolKind, waitArguments } from './items.ts';

describe('the preview of an input', () => {
  test('is the input when it has at most 160 bytes', () => {
    expect(preview('a'.repeat(160))).toBe('a'.repeat(160));
  });
  test('is cut to 160 bytes with three dots', () => {
    expect(preview('a'.repeat(161))).toBe(`${'a'.repeat(160)}...`);
  });
  test('is never cut within a character', () => {
    expect(preview(`${'a'.repeat(159)}ä`)).toBe(`${'a'.repeat(159)}...`);
    expect(preview('😀'.repeat(50))).toBe(`${'😀'.repeat(40)}...`);
  });
});

describe('the kind of a nested call', () => {
  test('is that of the tools every reader knows', () => {
    expect(toolKind('exec_command', undefined, { cmd: 'ls' })).toEqual({ type: 'exec_command' });
    expect(toolKind('apply_patch', undefined, 'p')).toEqual({ type: 'apply_patch' });
    expect(toolKind('write_stdin', undefined, { session_id: 4 })).toEqual({ type: 'write_stdin' });
  });
  test('is another for a tool that is only called like one of them', () => {
    expect(toolKind('exec_command', 'mine', {})).toEqual({ type: 'other', name: 'exec_command' });
    expect(toolKind('write_stdin', undefined, { session_id: 'four' })).toEqual({ type: 'other', name: 'write_stdin' });
    expect(toolKind('spawn_agent', undefined, {})).toEqual({ type: 'other', name: 'spawn_agent' });
  });
});

test('a wait says only what was asked for', () => {
  const cell = asId<CellId>('7');
  expect(waitArguments(cell, 50, undefined, false)).toBe('{"cell_id":"7","yield_time_ms":50}');
  expect(waitArguments(cell, 50, 9, true)).toBe('{"cell_id":"7","yield_time_ms":50,"max_tokens":9,"terminate":true}');
});

test('a duration is whole seconds and nanoseconds', () => {
  expect(duration(1234.5)).toEqual({ secs: 1, nanos: 234_500_000 });
  expect(duration(-3)).toEqual({ secs: 0, nanos: 0 });
});

test('a result that lay about says for how long', () => {
  const response = { status: 'completed', cellId: asId<CellId>('1'), items: [], output: '' } as const;
  expect(cellPayload(response, 5, 2000)).toEqual({
    response: {
      Result: {
        cell_id: '1',
        content_items: [],
        code_mode_host_duration: { secs: 0, nanos: 5_000_000 },
        error_text: null,
        result_buffered_for: { secs: 2, nanos: 0 },
      },
    },
  });
});

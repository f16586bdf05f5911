import { expect, test } from 'vitest';
import { findingText } from './findingText.ts';

test('a finding is a line of severity, code, location and message', () => {
  const finding = { severity: 'warning', code: 'late', message: 'It came\n  late.', refs: [] } as const;
  expect(findingText(finding)).toBe('warning late - It came late.');
  expect(findingText({ ...finding, file: 'trace.jsonl', line: 7 })).toBe('warning late trace.jsonl:7 It came late.');
  expect(findingText({ ...finding, file: 'manifest.json' })).toBe('warning late manifest.json It came late.');
  expect(findingText({ ...finding, refs: [{ kind: 'tool_call', id: 'call-1' }] })).toBe(
    'warning late tool_call/call-1 It came late.',
  );
});

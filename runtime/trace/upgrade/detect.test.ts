/**
 * By what a log shows its dialect. What each release writes was seen in its own recordings (trace-format §0, §5).
 */

import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { detectDialect } from './detect.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'detect-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Fields = Record<string, unknown>;
const answer = { type: 'inference_completed', inference_call_id: 'i', response_id: 'r' };
const cell = { type: 'code_cell_started', runtime_cell_id: '1' };
const ran = { type: 'tool_call_runtime_started', tool_call_id: 'k' };
const ended = { type: 'rollout_ended', status: 'completed' };
const exec = { type: 'tool_call_started', tool_call_id: 'k', kind: { type: 'other', name: 'exec' } };

it.each<[string, number, string, Fields[]]>([
  ['an answer that knows no other request', 1, '0.125', [answer]],
  ['an answer to another request', 1, '0.134', [{ ...answer, upstream_request_id: 'u' }]],
  ['an answer that could have been to another request', 1, '0.134', [{ ...answer, upstream_request_id: null }]],
  ['a model call that was cancelled', 1, '0.134', [{ type: 'inference_cancelled' }]],
  ['input for a process', 1, '0.164', [{ ...answer, upstream_request_id: null }, { type: 'stdin_target_resolved' }]],
  ['a process without a kind', 2, '0.165', [cell, ran, ended]],
  ['a cell in which nothing ran', 2, '0.165', [cell, ended]],
  ['a process of a kind', 2, '0.166', [cell, { ...ran, kind: { type: 'exec_command' } }, ended]],
  ['a call that started a cell', 2, '0.169', [exec, cell, { ...ran, kind: { type: 'exec_command' } }]],
  ['an end of the recording', 2, '0.169', [cell, ended, { type: 'recording_completed' }]],
  ['nothing yet', 2, '0.169', [{ type: 'rollout_started' }]],
])('%s in a log of schema %i is of %s', (_, schema, dialect, payloads) => {
  const file = join(folder, 'trace.jsonl');
  const lines = payloads.map((payload, at) => JSON.stringify({ schema_version: schema, seq: at + 1, payload }));
  writeFileSync(file, `${lines.join('\n')}\n`);
  const log = openSync(file, 'r');
  try {
    expect(detectDialect(schema, log)).toBe(dialect);
  } finally {
    closeSync(log);
  }
});

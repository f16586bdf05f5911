import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { emptyGraph } from './model.ts';
import { toState } from './reducer/state.ts';
import { writeState } from './writeState.ts';

const graph = emptyGraph({ trace_id: 't', rollout_id: 'r', root_thread_id: 'r', started_at_unix_ms: 1 });
const expected = JSON.stringify(toState(graph), null, 2);
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cellscope-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('replaces a file and leaves nothing beside it', () => {
  const path = join(folder, 'state.json');
  writeFileSync(path, 'what was there');
  writeState(graph, path);
  expect(readFileSync(path, 'utf8')).toBe(expected);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

it('writes into a pipe, which stays one', async () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const read = text(spawn('cat', [path], { stdio: ['ignore', 'pipe', 'ignore'] }).stdout);
  writeState(graph, path);
  expect(await read).toBe(expected);
  expect(statSync(path).isFIFO()).toBe(true);
  expect(readdirSync(folder)).toEqual(['pipe']);
});

it('puts nothing in the place of a folder', () => {
  expect(() => writeState(graph, folder)).toThrow(/EISDIR/);
  expect(readdirSync(folder)).toEqual([]);
});

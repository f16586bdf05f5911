import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSummary, scanRoot } from './rolloutSummary.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cellscope-summary-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const line = (seq: number, atMs: number, payload: object) =>
  `${JSON.stringify({ schema_version: 2, seq, wall_time_unix_ms: atMs, rollout_id: 'r', payload })}\n`;
const begun = line(1, 1000, { type: 'rollout_started', trace_id: 't', root_thread_id: 'r' });
const over =
  line(2, 4000, { type: 'rollout_ended', status: 'completed' }) + line(3, 4001, { type: 'recording_completed' });

async function bundle(name: string, log: string, manifest: string | null = '{"started_at_unix_ms": 1000}') {
  const folder = join(root, name);
  await mkdir(folder);
  await writeFile(join(folder, 'trace.jsonl'), log);
  if (manifest !== null) await writeFile(join(folder, 'manifest.json'), manifest);
  return folder;
}

describe('the summary of a rollout', () => {
  test('tells when it began, when it ended and how', async () => {
    expect(await readSummary(await bundle('a', begun + over))).toMatchObject({
      status: 'completed',
      startedAtMs: 1000,
      lastAtMs: 4001,
    });
  });

  test('tells what its first cell does', async () => {
    const cell = (source_js: string) => line(2, 2000, { type: 'code_cell_started', source_js });
    const log = begun + cell('// why\ntext(1)') + cell('text(2)') + over;
    expect(await readSummary(await bundle('a', log))).toMatchObject({ title: 'text(1)' });
    expect(await readSummary(await bundle('b', begun + over))).not.toHaveProperty('title');
  });

  test('tells that it has no end', async () => {
    expect(await readSummary(await bundle('a', begun))).toMatchObject({ status: 'running', lastAtMs: 1000 });
  });

  test('looks past a last line that is cut off', async () => {
    const cut = line(2, 2000, { type: 'thread_started' }).slice(0, 20);
    expect(await readSummary(await bundle('a', begun + cut))).toMatchObject({ status: 'running', lastAtMs: 1000 });
  });

  test('finds the end after a line longer than the first read', async () => {
    const long = line(2, 3000, { type: 'code_cell_started', source_js: 'x'.repeat(100_000) });
    expect(await readSummary(await bundle('a', begun + long))).toMatchObject({ status: 'running', lastAtMs: 3000 });
    expect(await readSummary(await bundle('b', long + over))).toMatchObject({ status: 'completed' });
  });

  test.each([
    ['is missing', null],
    ['is not JSON', '{"started'],
    ['has no start time', '{}'],
  ])('tells of the log what a manifest that %s does not', async (problem, manifest) => {
    expect(await readSummary(await bundle('a', `lost\n${begun}${over}`, manifest))).toEqual({
      bundle: join(root, 'a'),
      name: 'a',
      status: 'completed',
      startedAtMs: 1000,
      lastAtMs: 4001,
      problem: `manifest.json ${problem}`,
    });
  });

  test('says why nothing can be read', async () => {
    const silent = await bundle('silent', 'no event', null);
    expect(await readSummary(silent)).toMatchObject({ status: 'unreadable', problem: 'manifest.json is missing' });
    await rm(join(silent, 'trace.jsonl'));
    expect(await readSummary(silent)).toMatchObject({ status: 'unreadable', problem: 'trace.jsonl is missing' });
  });

  test('an empty log is a rollout that has just begun', async () => {
    expect(await readSummary(await bundle('a', ''))).toEqual({
      bundle: join(root, 'a'),
      name: 'a',
      status: 'running',
      startedAtMs: 1000,
    });
  });
});

describe('a folder of rollouts', () => {
  test('lists the newest first and leaves other folders out', async () => {
    await bundle('old', begun, '{"started_at_unix_ms": 1}');
    await bundle('new', begun, '{"started_at_unix_ms": 2}');
    await mkdir(join(root, 'other'));
    expect((await scanRoot(root, 10)).map(each => each.name)).toEqual(['new', 'old']);
  });

  test('that does not exist is empty', async () => {
    expect(await scanRoot(join(root, 'none'), 10)).toEqual([]);
  });
});

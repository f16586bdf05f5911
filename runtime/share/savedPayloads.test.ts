import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyGraph, type Graph } from '../trace/model.ts';
import type { PayloadResult } from '../viewer/messages.ts';
import { Redactor } from './redactor.ts';
import { foldersOf, savedPayloads } from './savedPayloads.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cellscope-payloads-'));
  mkdirSync(join(folder, 'bundle', 'payloads'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const bundle = () => join(folder, 'bundle');
const write = (name: string, bytes: string | Buffer) => writeFileSync(join(bundle(), 'payloads', name), bytes);

function graphOf(...paths: string[]): Graph {
  const graph = emptyGraph({ trace_id: 't', rollout_id: 'r', root_thread_id: 'r', started_at_unix_ms: 0 });
  for (const path of paths) {
    graph.raw_payloads.set(path, { raw_payload_id: path, kind: { type: 'session_metadata' }, path });
  }
  return graph;
}

function results(graph: Graph, redactor = new Redactor([])): Map<string, PayloadResult | undefined> {
  const { blocks, places } = savedPayloads(bundle(), graph, redactor);
  const lists = blocks.map(block => JSON.parse(gunzipSync(Buffer.from(block, 'base64')).toString()) as PayloadResult[]);
  return new Map([...places].map(([id, { block, at }]) => [id, lists[block]?.[at]]));
}

test('payloads are laid out as the viewer lays them out, and found at their places', () => {
  const names = Array.from({ length: 40 }, (_, index) => `payloads/${index}.json`);
  for (const [index, name] of names.entries())
    write(name.slice(9), JSON.stringify({ index, fill: 'x'.repeat(100_000) }));
  const all = results(graphOf(...names));
  expect([...all.values()].map(one => one?.ok && JSON.parse(one.text).index)).toEqual(names.map((_, index) => index));
});

test('what is redacted is taken out before a text is cut, and inside JSON that stands in JSON', () => {
  const secret = `ghp_${'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(2).slice(0, 36)}`;
  write(
    '1.json',
    JSON.stringify({ [secret]: JSON.stringify({ said: secret }), long: `${'y '.repeat(4080)}${secret} ` }),
  );
  write('2.json', `no JSON: ${secret} `);
  write('3.json', `" ${secret} ${'z'.repeat(9 << 20)}`);
  const graph = graphOf('payloads/1.json', 'payloads/2.json', 'payloads/3.json');
  const text = JSON.stringify([...results(graph, new Redactor(['secrets']))]);
  expect(text.includes('ghp_')).toBe(false);
  expect(text.match(/<GitHub token>/g)?.length).toBe(5);
});

test('a large payload is shortened and says so; bytes are those of the file', () => {
  write('1.json', JSON.stringify({ long: 'x'.repeat(300_000) }));
  write('2.json', 'y'.repeat(9 << 20));
  const all = [...results(graphOf('payloads/1.json', 'payloads/2.json')).values()];
  expect(all.map(one => one?.ok && { cut: one.cut, bytes: one.bytes })).toEqual([
    { cut: true, bytes: 300_011 },
    { cut: true, bytes: 9 << 20 },
  ]);
  expect(all.every(one => one?.ok && one.text.length <= 256 * 1024)).toBe(true);
});

test('a payload that is missing, or outside of the bundle, is a sentence', () => {
  writeFileSync(join(folder, 'secret.txt'), 'mine');
  symlinkSync(join(folder, 'secret.txt'), join(bundle(), 'payloads', 'link.json'));
  const graph = graphOf('payloads/none.json', '../secret.txt', join(folder, 'secret.txt'), 'payloads/link.json');
  const all = [...results(graph).values()];
  expect(all.map(one => one?.ok)).toEqual([false, false, false, false]);
  expect(JSON.stringify(all)).not.toContain('mine');
});

test('folders are those that sessions and commands name, and the one in which the agent keeps its own files', () => {
  write('1.json', JSON.stringify({ cwd: '/work/engine', rollout_path: '/data/agent/sessions/2026/01/rollout.jsonl' }));
  write('2.json', 'broken');
  expect(foldersOf(bundle(), graphOf('payloads/1.json', 'payloads/2.json', 'payloads/3.json'))).toEqual({
    workspaces: ['/work/engine'],
    homes: ['/data/agent'],
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundleAt } from './bundlePath.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cellscope-path-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function bundle(name: string, file = 'trace.jsonl'): Promise<string> {
  const folder = join(root, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), '');
  return folder;
}

test('a bundle is its folder, and its log stands for it', async () => {
  const folder = await bundle('a');
  expect(await bundleAt(folder)).toEqual({ bundle: folder });
  expect(await bundleAt(join(folder, 'trace.jsonl'))).toEqual({ bundle: folder });
});

test('a bundle without its log can still be opened, to say so', async () => {
  const folder = await bundle('a', 'manifest.json');
  expect(await bundleAt(folder)).toEqual({ bundle: folder });
});

test('a folder around a single bundle means that bundle', async () => {
  const folder = await bundle('around/a');
  expect(await bundleAt(join(root, 'around'))).toEqual({ bundle: folder });
});

test('anything else says what it is not', async () => {
  expect(await bundleAt(root)).toEqual({ problem: expect.stringContaining('is not a rollout') });
  expect(await bundleAt(join(root, 'none'))).toEqual({ problem: expect.stringContaining('is neither a folder') });
  await bundle('a');
  await bundle('b');
  expect(await bundleAt(root)).toEqual({ problem: expect.stringContaining('holds 2 rollouts') });
});

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './makeFolder.ts';

let base = '';
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'cellscope-folder-'));
});
afterEach(() => rmSync(base, { recursive: true }));

test('a folder is made with those that lead to it, and again without complaint', async () => {
  const path = join(base, 'a', 'b', 'c');
  await makeFolder(path);
  await makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('many may make it at once', async () => {
  const path = join(base, 'a', 'b');
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(path)));
  expect(statSync(path).isDirectory()).toBe(true);
});

test('a relative path starts at the current folder', async () => {
  await makeFolder(relative(process.cwd(), join(base, 'here', 'there')));
  expect(statSync(join(base, 'here', 'there')).isDirectory()).toBe(true);
});

test('a file in the way is an error, in the middle as at the end', async () => {
  writeFileSync(join(base, 'file'), '');
  await expect(makeFolder(join(base, 'file'))).rejects.toThrow('EEXIST');
  await expect(makeFolder(join(base, 'file', 'a', 'b'))).rejects.toThrow(/ENOTDIR|ENOENT/);
});

test('a place that takes no folders is an error, at once', async () => {
  const nowhere = process.platform === 'linux' ? '/proc/cellscope/rollouts' : join(base, '\0');
  await expect(makeFolder(nowhere)).rejects.toThrow();
});

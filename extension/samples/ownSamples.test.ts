import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownSamples } from './ownSamples.ts';

let scratch: string;
let source: string;
let storage: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'cellscope-samples-'));
  source = join(scratch, 'samples');
  storage = join(scratch, 'storage');
  mkdirSync(join(source, 'garden'), { recursive: true });
  writeFileSync(join(source, 'a.cell.js'), 'text(1)');
  writeFileSync(join(source, 'garden/plants.csv'), 'mint');
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test('the samples are copied with all their folders, and nothing beside them', async () => {
  const folder = await ownSamples(source, storage, '1.0.0');
  expect(readFileSync(join(folder, 'garden/plants.csv'), 'utf8')).toBe('mint');
  expect(readdirSync(join(storage, '1.0.0'))).toEqual(['samples']);
});

test('what somebody has changed stays, and the next version brings its own', async () => {
  const folder = await ownSamples(source, storage, '1.0.0');
  writeFileSync(join(folder, 'a.cell.js'), 'text(2)');
  expect(await ownSamples(source, storage, '1.0.0')).toBe(folder);
  expect(readFileSync(join(folder, 'a.cell.js'), 'utf8')).toBe('text(2)');
  const next = await ownSamples(source, storage, '1.1.0');
  expect(readFileSync(join(next, 'a.cell.js'), 'utf8')).toBe('text(1)');
});

test('two windows that ask at once get the same copy', async () => {
  const folders = await Promise.all([ownSamples(source, storage, '1.0.0'), ownSamples(source, storage, '1.0.0')]);
  expect(new Set(folders).size).toBe(1);
  expect(readdirSync(folders[0] ?? '').sort()).toEqual(['a.cell.js', 'garden']);
});

test('samples that cannot be copied leave nothing behind and say why', async () => {
  await expect(ownSamples(join(scratch, 'none'), storage, '1.0.0')).rejects.toThrow(/none/);
  expect(readdirSync(scratch)).toEqual(['samples']);
});

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryWorkspace } from './temporaryWorkspace.ts';

const workspace = temporaryWorkspace({
  'b.txt': 'four',
  'a/one.txt': '1',
  'a/deep/two.txt': '22',
  'node_modules/package/index.js': 'x',
});
symlinkSync('b.txt', join(workspace.path, 'c-link'));
afterAll(() => workspace.remove());
const list = (input: Record<string, string | number>) => workspace.call('list_directory', input);

describe('list_directory', () => {
  test('lists one level, sorted, with sizes', async () => {
    expect(await workspace.call('list_directory')).toEqual({
      path: '.',
      entries: [
        { path: 'a', type: 'directory' },
        { path: 'b.txt', type: 'file', bytes: 4 },
        { path: 'c-link', type: 'link' },
        { path: 'node_modules', type: 'directory' },
      ],
      truncated: false,
    });
  });
  test('goes down as deep as asked, but not into folders others made', async () => {
    const { entries } = await list({ depth: 9 });
    expect(entries).toEqual([
      { path: 'a', type: 'directory' },
      { path: 'a/deep', type: 'directory' },
      { path: 'a/deep/two.txt', type: 'file', bytes: 2 },
      { path: 'a/one.txt', type: 'file', bytes: 1 },
      { path: 'b.txt', type: 'file', bytes: 4 },
      { path: 'c-link', type: 'link' },
      { path: 'node_modules', type: 'directory' },
    ]);
  });
  test('stops at max_entries and says so', async () => {
    expect(await list({ path: 'a', depth: 9, max_entries: 2 })).toMatchObject({
      entries: [{ path: 'a/deep' }, { path: 'a/deep/two.txt' }],
      truncated: true,
    });
  });
  test('a file is no folder', async () => {
    await expect(list({ path: 'b.txt' })).rejects.toThrow('"b.txt" goes through something that is not a folder.');
  });
});

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRoot } from './root.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'cellscope-root-')));
const folder = join(top, 'workspace');
const root = openRoot(folder);

beforeAll(() => {
  mkdirSync(join(folder, 'inner'), { recursive: true });
  mkdirSync(join(top, 'workspace-2'));
  writeFileSync(join(top, 'secret.txt'), 'secret');
  symlinkSync(top, join(folder, 'up'));
  symlinkSync(join(top, 'secret.txt'), join(folder, 'secret-link'));
  symlinkSync(join(top, 'not-there-yet'), join(folder, 'dangling'));
  symlinkSync('inner', join(folder, 'alias'));
  symlinkSync(folder, join(top, 'other-name'));
});
afterAll(() => rmSync(top, { recursive: true }));

describe('a path stays in the workspace', () => {
  test.each([
    ['..'],
    ['../secret.txt'],
    ['inner/../../secret.txt'],
    ['../workspace-2/file'],
    ['up/secret.txt'],
    ['up/new-file'],
    ['secret-link'],
    ['dangling'],
    [join(top, 'secret.txt')],
    ['/etc/hostname'],
    ['inner/\0'],
  ])('%j is refused', async path => {
    await expect(root.locate(path)).rejects.toThrow(/outside the workspace folder|NUL/);
  });

  test.each([
    ['.', folder],
    ['inner', join(folder, 'inner')],
    ['inner/../inner/new/deep.txt', join(folder, 'inner/new/deep.txt')],
    ['alias/new.txt', join(folder, 'inner/new.txt')],
    ['..dots', join(folder, '..dots')],
    [join(folder, 'inner'), join(folder, 'inner')],
    [join(top, 'other-name/inner'), join(folder, 'inner')],
  ])('%j is found', async (path, expected) => {
    expect(await root.locate(path)).toBe(expected);
  });

  test('a located path is named relative to the root, with forward slashes', async () => {
    expect(await root.name(join(folder, 'inner', 'x.txt'))).toBe('inner/x.txt');
    expect(await root.name(folder)).toBe('.');
  });
});

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FolderWatch } from './folderWatch.ts';

let root = '';
let watch: FolderWatch | undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cellscope-watch-'));
});
afterEach(async () => {
  watch?.dispose();
  await rm(root, { recursive: true, force: true });
});

/** Resolves when `change` was told after `act`. */
async function told(change: ReturnType<typeof vi.fn>, act: () => Promise<unknown>): Promise<void> {
  // What happened before may still be on its way.
  await new Promise(resolve => setTimeout(resolve, 50));
  change.mockClear();
  await act();
  await expect.poll(() => change).toHaveBeenCalled();
}

test('what appears in a folder and what goes from it is told', async () => {
  const change = vi.fn();
  watch = new FolderWatch(root, change);
  await told(change, () => mkdir(join(root, 'a')));
  await told(change, () => rm(join(root, 'a'), { recursive: true }));
});

test('a folder that does not exist yet is watched from the moment it does', async () => {
  const change = vi.fn();
  const folder = join(root, 'x', 'rollouts');
  watch = new FolderWatch(folder, change);
  await told(change, () => mkdir(join(root, 'x')));
  await told(change, () => mkdir(folder));
  await told(change, () => mkdir(join(folder, 'a')));
  await told(change, () => rm(join(folder, 'a'), { recursive: true }));
});

test('nothing is told after the end', async () => {
  const change = vi.fn();
  watch = new FolderWatch(root, change);
  watch.dispose();
  await mkdir(join(root, 'a'));
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(change).not.toHaveBeenCalled();
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chooseNode } from './nodeChoice.ts';

const editor = { execPath: '/editor', abi: '140', electron: true };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-choice-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A stand-in that answers every question with an ABI. */
function fakeNode(path: string, abi: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho ${abi}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe.skipIf(process.platform === 'win32')('which Node holds the cells', () => {
  test('the one that was named, when it fits', async () => {
    const named = fakeNode(join(folder, 'mine', 'node'), '147');
    expect(await chooseNode({ named, from: folder })).toBe(named);
  });

  test('a named one that does not fit is an error that says what fits', async () => {
    const named = fakeNode(join(folder, 'mine', 'node'), '115');
    await expect(chooseNode({ named, from: folder })).rejects.toMatchObject({
      code: 'bad_node',
      message: `The Node named for cells, ${named}, cannot hold them (its ABI is 115): name a Node 24 or 26, or name none.`,
    });
  });

  test('a named one that does not run is the same error', async () => {
    await expect(chooseNode({ named: join(folder, 'nothing'), from: folder })).rejects.toMatchObject({
      code: 'bad_node',
    });
  });

  test('the one shipped beside the program comes before the host', async () => {
    const shipped = fakeNode(join(folder, 'bin', 'node'), '137');
    expect(await chooseNode({ from: join(folder, 'dist') })).toBe(shipped);
  });

  test('the host itself, when it is a fitting Node', async () => {
    const host = { execPath: '/some/node', abi: '137', electron: false };
    expect(await chooseNode({ from: folder, host })).toBe('/some/node');
  });

  test('never an editor, even if its ABI were right', async () => {
    const onPath = fakeNode(join(folder, 'path', 'node'), '137');
    const host = { execPath: '/editor', abi: '137', electron: true };
    expect(await chooseNode({ from: folder, host, path: dirname(onPath) })).toBe(onPath);
  });

  test('one that npm installed with the project comes before PATH', async () => {
    const platform = process.platform === 'darwin' ? 'darwin' : 'linux';
    const installed = fakeNode(join(folder, 'node_modules', `node-${platform}-${process.arch}`, 'bin', 'node'), '137');
    expect(await chooseNode({ from: join(folder, 'a', 'b'), host: editor, path: '' })).toBe(installed);
  });

  test('when none fits the error says what to install', async () => {
    const onPath = fakeNode(join(folder, 'path', 'node'), '115');
    await expect(chooseNode({ from: folder, host: editor, path: dirname(onPath) })).rejects.toMatchObject({
      code: 'no_node',
      message: `No Node that can hold cells was found (${onPath} does not fit): install Node 24 or 26, or name its path.`,
    });
  });
});

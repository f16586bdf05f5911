import { mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileFault } from './fileFault.ts';

function faultOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return fileFault(error);
  }
  return 'no fault';
}

it('says why, and leaves out the path, which stands before it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cellscope-fault-'));
  expect(faultOf(() => openSync(join(folder, 'none'), 'r'))).toBe('No such file or directory');
  expect(faultOf(() => readFileSync(folder))).toBe('Is a directory');
  expect(fileFault(Object.assign(new Error("EIO: i/o error, open '/a/b, c'"), { code: 'EIO' }))).toBe('EIO: i/o error');
  expect(fileFault('a word')).toBe('a word');
});

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryWorkspace } from './temporaryWorkspace.ts';

const workspace = temporaryWorkspace({
  'five.txt': 'one\ntwo\nthree\nfour\nfive\n',
  'open.txt': 'one\ntwo',
  'empty.txt': '',
  'wide.txt': 'ääää\nb\n',
  'binary.bin': 'a\0b',
  'folder/inner.txt': 'inner',
});
afterAll(() => workspace.remove());
const read = (input: Record<string, string | number>) => workspace.call('read_file', input);

describe('read_file', () => {
  test('answers a whole file', async () => {
    expect(await read({ path: 'five.txt' })).toEqual({
      path: 'five.txt',
      text: 'one\ntwo\nthree\nfour\nfive\n',
      start_line: 1,
      end_line: 5,
      total_lines: 5,
      truncated: false,
    });
  });
  test('answers a range of lines, inclusive', async () => {
    const answer = await read({ path: 'five.txt', start_line: 2, end_line: 3 });
    expect(answer).toMatchObject({ text: 'two\nthree\n', start_line: 2, end_line: 3, truncated: false });
  });
  test('an end behind the last line means the last line', async () => {
    expect(await read({ path: 'open.txt', start_line: 2, end_line: 99 })).toMatchObject({ text: 'two', end_line: 2 });
  });
  test('an empty file has no lines', async () => {
    expect(await read({ path: 'empty.txt' })).toMatchObject({
      text: '',
      end_line: 0,
      total_lines: 0,
      truncated: false,
    });
  });
  test('max_bytes keeps whole lines and says that something is missing', async () => {
    expect(await read({ path: 'five.txt', max_bytes: 10 })).toMatchObject({
      text: 'one\ntwo\n',
      end_line: 2,
      truncated: true,
    });
  });
  test('a first line over max_bytes is cut between characters', async () => {
    expect(await read({ path: 'wide.txt', max_bytes: 5 })).toMatchObject({ text: 'ää', end_line: 1, truncated: true });
  });
  test('base64 answers the bytes', async () => {
    expect(await read({ path: 'binary.bin', encoding: 'base64' })).toMatchObject({ text: 'YQBi', truncated: false });
  });

  test.each([
    [{ path: 'missing.txt' }, '"missing.txt" does not exist.'],
    [{ path: 'five.txt/x' }, '"five.txt/x" goes through something that is not a folder.'],
    [{ path: 'folder' }, '"folder" is a folder; use list_directory.'],
    [{ path: 'binary.bin' }, '"binary.bin" is not a text file; read it with encoding "base64".'],
    [{ path: 'open.txt', start_line: 3 }, '"open.txt" has 2 lines; start_line 3 is behind its end.'],
    [{ path: 'five.txt', start_line: 4, end_line: 2 }, 'end_line 2 is before start_line 4.'],
    [{ path: 'binary.bin', encoding: 'base64', max_bytes: 2 }, '"binary.bin" has 3 bytes, more than max_bytes (2)'],
  ])('%j is refused with a sentence', async (input, message) => {
    await expect(read(input)).rejects.toThrow(message);
  });

  test.skipIf(process.platform === 'win32')('a named pipe is refused instead of waited for', async () => {
    execFileSync('mkfifo', [join(workspace.path, 'pipe')]);
    await expect(read({ path: 'pipe' })).rejects.toThrow('"pipe" is not a regular file.');
  });
});

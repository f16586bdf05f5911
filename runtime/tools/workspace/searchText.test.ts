import { afterAll, describe, expect, test } from 'vitest';
import { temporaryWorkspace } from './temporaryWorkspace.ts';

const workspace = temporaryWorkspace({
  'one.md': 'alpha\nBeta (x)\r\ngamma\n',
  'two.js': 'const beta = 1; // beta\nbeta();\n',
  'slow.txt': `${'a'.repeat(40)}!\n`,
  'binary.bin': 'beta\0',
  '.git/config': 'beta',
  'node_modules/p/x.js': 'beta',
});
afterAll(() => workspace.remove());
const search = (input: Record<string, string | number | boolean>, signal?: AbortSignal) =>
  workspace.call('search_text', input, signal);

describe('search_text', () => {
  test('finds literal text once a line and passes over .git, node_modules and binary files', async () => {
    expect(await search({ query: 'beta' })).toEqual({
      matches: [
        { path: 'two.js', line: 1, column: 7, text: 'const beta = 1; // beta' },
        { path: 'two.js', line: 2, column: 1, text: 'beta();' },
      ],
      files_searched: 3,
      files_skipped: 1,
      truncated: false,
    });
  });
  test('special characters are literal unless regexp is true', async () => {
    expect(await search({ query: '(x)' })).toMatchObject({ matches: [{ path: 'one.md', line: 2, column: 6 }] });
    expect(await search({ query: '(x)', regexp: true })).toMatchObject({
      matches: [{ path: 'one.md', line: 2, column: 7, text: 'Beta (x)' }],
    });
  });
  test('can ignore case', async () => {
    expect(await search({ query: 'BETA', ignore_case: true, path: 'one.md' })).toMatchObject({
      matches: [{ line: 2, column: 1, text: 'Beta (x)' }],
    });
    expect(await search({ query: '^b.ta', regexp: true, ignore_case: true })).toMatchObject({
      matches: [{ path: 'one.md' }, { path: 'two.js', line: 2 }],
    });
  });
  test('can be kept to files of one extension', async () => {
    expect(await search({ query: 'a', extension: '.md' })).toMatchObject({ files_searched: 1 });
  });
  test('stops at max_matches and says so', async () => {
    const answer = await search({ query: 'beta', max_matches: 1 });
    expect(answer).toMatchObject({ matches: [{ line: 1 }], truncated: true });
  });
  test('a pattern that explodes is ended and named', async () => {
    await expect(search({ query: '^(a+)+$', regexp: true, path: 'slow.txt' })).rejects.toThrow(
      'The pattern took longer than 2000 ms on "slow.txt"; make it simpler.',
    );
  });
  test('cancelling ends a pattern at once', async () => {
    const cancel = new AbortController();
    const found = search({ query: '^(a+)+$', regexp: true, path: 'slow.txt' }, cancel.signal);
    setTimeout(() => cancel.abort(new Error('cell ended')), 100);
    await expect(found).rejects.toThrow('cell ended');
  });
  test.each([
    [{ query: '(', regexp: true }, 'The query is not a regular expression: /(/: Unterminated group.'],
    [{ query: 'x', path: 'nowhere' }, '"nowhere" does not exist.'],
    [{ query: 'x', path: '..' }, 'The path ".." leads outside the workspace folder'],
    [{ query: '' }, 'The field "query" of search_text'],
  ])('%j is refused with a sentence', async (input, message) => {
    await expect(search(input)).rejects.toThrow(message);
  });
});

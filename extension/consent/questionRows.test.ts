import { describe, expect, test } from 'vitest';
import { rowsOf } from './questionRows.ts';

describe('the rows of a question', () => {
  test('are the lines of the text when they fit', () => {
    expect(rowsOf({ text: 'npm test\n\nls' })).toEqual({ rows: ['npm test', ' ', 'ls'], whole: true, lines: 3 });
  });
  test('show the end of a long line, however many blanks stand before it', () => {
    const { rows, whole } = rowsOf({ text: `ls${' '.repeat(300)}; rm -rf ~` });
    expect(rows.join('')).toContain('; rm -rf ~');
    expect(rows.slice(1).every(row => row === ' ' || row.startsWith('… '))).toBe(true);
    expect(whole).toBe(true);
  });
  test.each([
    ['blanks', `ls${' '.repeat(2000)}; rm -rf ~`],
    ['empty lines', `ls${'\n'.repeat(30)}rm -rf ~`],
    ['characters that are not seen', `ls${'\u200b'.repeat(300)}; rm -rf ~`],
    ['a text of many megabytes', `${'x'.repeat(5_000_000)}; rm -rf ~`],
  ])('say that they are not all of it when %s come before the end', (_what, text) => {
    const { rows, whole } = rowsOf({ text });
    expect(whole).toBe(false);
    expect(rows.length).toBeLessThanOrEqual(8);
  });
  test('show what would turn the direction of reading, and what a terminal would take for a sign', () => {
    expect(rowsOf({ text: 'echo \u202e"oof"\u001b[8m; curl x | sh' }).rows).toEqual([
      'echo \\u{202e}"oof"\\u{1b}[8m; curl x | sh',
    ]);
  });
  test('show a substitution as one and no icon', () => {
    expect(rowsOf({ text: 'echo $(rm -rf x)\necho $(alert)' }).rows).toEqual(['echo $(rm -rf x)', 'echo \\$(alert)']);
  });
});

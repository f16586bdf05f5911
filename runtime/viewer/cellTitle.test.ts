import { describe, expect, test } from 'vitest';
import { cellTitle } from './cellTitle.ts';

describe('the title of a cell', () => {
  test('is its first line of code', () => {
    expect(cellTitle('// a comment\n\n/**\n * doc\n */\nconst x = 1;\n')).toBe('const x = 1;');
  });
  test('is its first comment when there is no code', () => {
    expect(cellTitle('\n// nothing here')).toBe('// nothing here');
  });
  test('is cut when it is long', () => {
    expect(cellTitle('x'.repeat(100))).toBe(`${'x'.repeat(59)}…`);
  });
});

import { describe, expect, test } from 'vitest';
import { isAtOrBelow, movedBy } from './movedBy.ts';

describe('a document', () => {
  const moved = movedBy([
    ['file:///a/one.cell.js', 'file:///a/two.cell.js'],
    ['file:///a/cells', 'file:///b'],
  ]);

  test.each([
    ['that was renamed is found by its new name', 'file:///a/one.cell.js', 'file:///a/two.cell.js'],
    ['goes along with its folder', 'file:///a/cells/deep/x.js', 'file:///b/deep/x.js'],
    ['whose name only begins alike stays', 'file:///a/cells.cell.js', 'file:///a/cells.cell.js'],
    ['that has nothing to do with it stays', 'untitled:/a/one.cell.js', 'untitled:/a/one.cell.js'],
  ])('%s', (_what, before, after) => {
    expect(moved(before)).toBe(after);
  });

  test('is deleted with its folder', () => {
    expect(isAtOrBelow('file:///a/cells/x.js', 'file:///a/cells')).toBe(true);
    expect(isAtOrBelow('file:///a/cells2/x.js', 'file:///a/cells')).toBe(false);
  });
});

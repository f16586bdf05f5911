import { describe, expect, test } from 'vitest';
import { placeMap } from './cellSource.ts';

describe('a place of the running program in its document', () => {
  test('is the same place, counted from 0, when the whole document runs', () => {
    const map = placeMap({ line: 0, character: 0 }, 'a\nthrow 1', 'a\nthrow 1');
    expect(map(2, 7)).toEqual({ line: 1, character: 6 });
  });

  test('lies one line further down when a pragma line was removed', () => {
    const source = 'throw 1';
    const map = placeMap({ line: 0, character: 0 }, `// @exec: {"yield_time_ms": 5}\n${source}`, source);
    expect(map(1, 7)).toEqual({ line: 1, character: 6 });
  });

  test('starts at the selection, and only its first line is shifted to the right', () => {
    const map = placeMap({ line: 10, character: 4 }, 'a()\nb()', 'a()\nb()');
    expect(map(1, 1)).toEqual({ line: 10, character: 4 });
    expect(map(2, 3)).toEqual({ line: 11, character: 2 });
  });

  test('of a selection with a pragma is not shifted to the right', () => {
    const map = placeMap({ line: 10, character: 4 }, '// @exec: {}\nb()', 'b()');
    expect(map(1, 1)).toEqual({ line: 11, character: 0 });
  });
});

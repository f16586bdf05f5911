import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextMap } from './textMap.ts';

const pragma = '// @exec: {"yield_time_ms": 1}\n';

test('a cell that is a whole file stands where it stands', () => {
  expect(new TextMap({ line: 0, character: 0 }, 'a\nb', 'a\nb').toDocument(1, 3)).toEqual({ line: 1, character: 3 });
});

test('the pragma line is not part of what runs', () => {
  const map = new TextMap({ line: 0, character: 0 }, `${pragma}a\nb`, 'a\nb');
  expect(map.toDocument(0, 0)).toEqual({ line: 1, character: 0 });
  expect(map.toText({ line: 0, character: 5 })).toBeNull();
});

test('a selection begins in the middle of its first line', () => {
  const map = new TextMap({ line: 4, character: 10 }, 'a\nb', 'a\nb');
  expect(map.toDocument(0, 2)).toEqual({ line: 4, character: 12 });
  expect(map.toDocument(1, 2)).toEqual({ line: 5, character: 2 });
  expect(map.toText({ line: 3, character: 0 })).toBeNull();
});

test('there and back again is the same place', () => {
  const place = fc.record({ line: fc.nat(50), character: fc.nat(50) });
  fc.assert(
    fc.property(place, fc.boolean(), fc.nat(20), fc.nat(20), (start, headed, line, column) => {
      const running = 'x\n'.repeat(30);
      const map = new TextMap(start, headed ? `${pragma}${running}` : running, running);
      expect(map.toText(map.toDocument(line, column))).toEqual({ line, column });
    }),
  );
});

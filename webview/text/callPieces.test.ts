import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallLine } from '../../runtime/viewer/details.ts';
import { callPieces, withoutReturns } from './callPieces.ts';
import { highlight } from './highlight.ts';

const place = (from: number, to: number): CallLine => ({ from, to, line: 1, count: 1, calls: [] });

test('a place is found in a text that came with CR LF', () => {
  const source = 'const a = 1;\r\n\r\nawait tools.read(a);\r\nawait tools.write();';
  const shown = source.replaceAll('\r\n', '\n');
  const named = ['tools.read', 'tools.write'].map(name =>
    place(source.indexOf(name), source.indexOf(name) + name.length),
  );
  const found = withoutReturns(source, named).map(({ from, to }) => shown.slice(from, to));
  expect(found).toEqual(['tools.read', 'tools.write']);
});

test('a place is one piece, with the colours inside it', () => {
  const source = 'const x = await tools.read(1);';
  const line = place(16, 26);
  const pieces = callPieces(highlight(source, 'javascript'), [line]);
  expect(pieces.filter(piece => piece.line).map(piece => piece.parts)).toEqual([
    [
      { kind: 'plain', text: 'tools.' },
      { kind: 'name', text: 'read' },
    ],
  ]);
});

test('neighbouring places stay two pieces', () => {
  const pieces = callPieces([{ kind: 'plain', text: 'aabb' }], [place(0, 2), place(2, 4)]);
  expect(pieces.map(piece => piece.parts.map(part => part.text).join(''))).toEqual(['aa', 'bb']);
});

test('whatever the places are, the text stays whole', () => {
  const lines = fc.array(fc.tuple(fc.integer({ min: -5, max: 60 }), fc.integer({ min: -5, max: 60 })));
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), lines, (texts, places) => {
      const sorted = places.map(([from, to]) => place(from, to)).sort((a, b) => a.from - b.from);
      const pieces = callPieces(
        texts.map(text => ({ kind: 'plain', text })),
        sorted,
      );
      expect(pieces.flatMap(piece => piece.parts.map(part => part.text)).join('')).toBe(texts.join(''));
    }),
  );
});

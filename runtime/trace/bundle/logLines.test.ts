import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';
import { LogLines } from './logLines.ts';

function linesOf(text: string, pieceBytes: number): [number, string, boolean][] {
  const lines = new LogLines();
  const found: [number, string, boolean][] = [];
  const bytes = Buffer.from(text);
  const note = ({ line, bytes, terminated }: { line: number; bytes: Buffer; terminated: boolean }) => {
    found.push([line, bytes.toString(), terminated]);
  };
  for (let at = 0; at < bytes.length; at += pieceBytes)
    for (const line of lines.push(bytes.subarray(at, at + pieceBytes))) note(line);
  for (const line of lines.end()) note(line);
  return found;
}

describe('lines of a log', () => {
  it.each([1, 2, 3, 5, 1000])('come whole from pieces of %i bytes', size => {
    expect(linesOf('{"a":"é"}\n\n  \t\r\n{"b":1}\r\n{"c', size)).toEqual([
      [1, '{"a":"é"}', true],
      [4, '{"b":1}\r', true],
      [5, '{"c', false],
    ]);
  });

  it('may be blank in more ways than one', () => {
    expect(linesOf('\u00a0\n\u0085\u2003\n\u000b\n\ufeff\nx\n', 100)).toEqual([
      [4, '\ufeff', true],
      [5, 'x', true],
    ]);
  });

  it('are not held when they grow beyond the limit, and the next one is read again', () => {
    const lines = new LogLines();
    const piece = Buffer.alloc(1 << 20, 'x');
    for (let bytes = 0; bytes <= limits.lineBytes; bytes += piece.length) expect([...lines.push(piece)]).toEqual([]);
    const found = [...lines.push(Buffer.from('x\nnext\n'))];
    expect(found.map(({ line, tooLong, bytes }) => [line, tooLong, bytes.toString()])).toEqual([
      [1, true, ''],
      [2, false, 'next'],
    ]);
  });
});

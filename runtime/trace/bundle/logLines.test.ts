import { describe, expect, it } from 'vitest';
import { limits } from './limits.ts';
import { type LogLine, LogLines } from './logLines.ts';

function linesOf(log: string, pieceBytes: number): [number, string, boolean][] {
  const lines = new LogLines();
  const found: [number, string, boolean][] = [];
  const bytes = Buffer.from(log);
  const note = ({ line, text, terminated }: LogLine) => {
    found.push([line, text, terminated]);
  };
  for (let at = 0; at < bytes.length; at += pieceBytes)
    for (const line of lines.push(bytes.subarray(at, at + pieceBytes))) note(line);
  for (const line of lines.end()) note(line);
  return found;
}

describe('lines of a log', () => {
  it.each(['é', 'e'].flatMap(letter => [1, 2, 3, 5, 1000].map(size => [letter, size] as const)))(
    'come whole, with the letter %s, from pieces of %i bytes',
    (letter, size) => {
      expect(linesOf(`{"a":"${letter}"}\n\n  \t\r\n{"b":1}\r\n x\n{"c`, size)).toEqual([
        [1, `{"a":"${letter}"}`, true],
        [4, '{"b":1}\r', true],
        [5, ' x', true],
        [6, '{"c', false],
      ]);
    },
  );

  it('say whether they are UTF-8, whatever stands in the lines around them', () => {
    const log = Buffer.concat([
      Buffer.from('{"a":1}\n{"b":"'),
      Buffer.from([0xff]),
      Buffer.from('"}\n{"c":"\ufffd"}\n'),
    ]);
    const found = [...new LogLines().push(log)];
    expect(found.map(({ isBroken }) => isBroken)).toEqual([false, true, false]);
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
    expect(found.map(({ line, tooLong, text }) => [line, tooLong, text])).toEqual([
      [1, true, ''],
      [2, false, 'next'],
    ]);
  });
});

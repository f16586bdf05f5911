import { describe, expect, test } from 'vitest';
import { type Frame, FrameReader, writeFrame } from './frames.ts';

function read(...chunks: (string | Buffer)[]): Frame[] {
  const reader = new FrameReader();
  return chunks.flatMap(chunk => [...reader.push(Buffer.from(chunk as string))]);
}
const body = (text: string): Frame => ({ type: 'body', text });
const bad = (reason: string): Frame => ({ type: 'bad', reason });

describe('frames', () => {
  test('a written frame is read back, its length in bytes', () => {
    expect(writeFrame('ä')).toBe('Content-Length: 2\r\n\r\nä');
    expect(read(writeFrame('ä') + writeFrame('') + writeFrame('b'))).toEqual([body('ä'), body(''), body('b')]);
  });
  test('a frame may come byte by byte', () => {
    const bytes = Buffer.from(writeFrame('{"ä":1}') + writeFrame('x'));
    expect(read(...[...bytes].map(byte => Buffer.of(byte)))).toEqual([body('{"ä":1}'), body('x')]);
  });
  test('header names ignore case, other headers are allowed, line ends may be plain', () => {
    expect(read('content-length: 1\r\n\r\na')).toEqual([body('a')]);
    expect(read('Content-Type: x; charset=utf-8\r\nContent-Length: 1\r\n\r\na')).toEqual([body('a')]);
    expect(read('Content-Length: 1\nOther: 2\n\na')).toEqual([body('a')]);
  });
});

describe('a bad frame is told once, and reading goes on behind it', () => {
  const good = writeFrame('good');
  test.each([
    ['no length', 'Other: 1\r\n\r\n', 'the header has no Content-Length'],
    ['a length that is no number', 'Content-Length: ten\r\n\r\n', 'the header has no Content-Length'],
    ['a negative length', 'Content-Length: -1\r\n\r\n', 'the header has no Content-Length'],
    [
      'a huge length',
      'Content-Length: 99999999999999999999\r\n\r\n',
      'a body of 99999999999999999999 bytes is too large',
    ],
    ['no length, but a body', 'Other: 1\r\n\r\n{"some":"body"}', 'the header has no Content-Length'],
    ['JSON without a header', '{"some":"body"}\n', 'there is something before Content-Length'],
    ['JSON right before a header', '{"some":"body"}', 'there is something before Content-Length'],
    ['a flood without an end', 'x'.repeat(40_000), 'the header has no end'],
  ])('%s', (_name, bytes, reason) => {
    expect(read(bytes, good, good)).toEqual([bad(reason), body('good'), body('good')]);
  });
  test('a body that is not UTF-8', () => {
    expect(read('Content-Length: 1\r\n\r\n', Buffer.of(0xff), good)).toEqual([
      bad('the body is not UTF-8'),
      body('good'),
    ]);
  });
});

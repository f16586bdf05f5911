import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeFrame, FrameReader, maxFrameBytes } from './frame.ts';

function readAll(chunks: Buffer[]): [unknown, string][] {
  const frames: [unknown, string][] = [];
  const reader = new FrameReader((header, payload) => frames.push([header, payload.toString()]));
  for (const chunk of chunks) reader.push(chunk);
  return frames;
}

describe('frames', () => {
  test('header and payload come back, however the stream is cut', () => {
    const frame = fc.tuple(fc.record({ t: fc.string() }), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.integer({ min: 1, max: 30 })), (frames, cuts) => {
        const bytes = Buffer.concat(frames.map(([header, payload]) => encodeFrame(header, payload)));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const size of cuts) {
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        chunks.push(bytes.subarray(at));
        expect(readAll(chunks)).toEqual(frames);
      }),
    );
  });

  test('bytes are a payload as they are', () => {
    expect(readAll([encodeFrame({}, Buffer.from('abc'))])).toEqual([[{}, 'abc']]);
  });

  test('a length no message can have is refused', () => {
    const frame = encodeFrame({}, '');
    frame.writeUInt32LE(maxFrameBytes + 1, 0);
    expect(() => readAll([frame])).toThrow('malformed');
  });

  test('a header longer than its frame is refused', () => {
    const frame = encodeFrame({}, '');
    frame.writeUInt32LE(1_000, 4);
    expect(() => readAll([frame])).toThrow('malformed');
  });
});

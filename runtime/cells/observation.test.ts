/** Expected items were checked against the reference's host with the same texts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ContentItem } from '../base/content.ts';
import { Observation } from './observation.ts';

const kib = 1024;
const half = 512 * kib;
const image: ContentItem = { type: 'image', imageUrl: 'data:,x', detail: 'high' };

function shapes(items: readonly ContentItem[]): (string | number)[] {
  return items.map(item => {
    if (item.type !== 'text') return item.type;
    return item.text.startsWith('[Code') ? item.text.replace(/^.*reached: /, '') : item.text.length;
  });
}

describe('what is kept of one observation', () => {
  test('a mebibyte of text stays as it is', () => {
    const observation = new Observation();
    for (let i = 0; i < 4; i++) observation.text('x'.repeat(256 * kib));
    expect(shapes(observation.take())).toEqual([256 * kib, 256 * kib, 256 * kib, 256 * kib]);
  });

  test('of one huge text, head and tail stay around the count of what is gone', () => {
    const observation = new Observation();
    observation.text(`${'a'.repeat(kib * kib)}${'z'.repeat(kib * kib)}`);
    const items = observation.take();
    expect(shapes(items)).toEqual([
      half,
      'omitted 1048576 text bytes; discarded 0 text segments, 0 images, 0 audio items]',
      half,
    ]);
    expect(items[0]).toMatchObject({ text: 'a'.repeat(half) });
    expect(items[2]).toMatchObject({ text: 'z'.repeat(half) });
  });

  test('a text that goes whole is counted as a segment', () => {
    const observation = new Observation();
    for (let i = 0; i < 3; i++) observation.text(String(i).repeat(half));
    expect(shapes(observation.take())).toEqual([
      half,
      'omitted 524288 text bytes; discarded 1 text segments, 0 images, 0 audio items]',
      half,
    ]);
  });

  test('images keep their place among what is cut', () => {
    const observation = new Observation();
    for (let i = 0; i < 5; i++) {
      observation.text(String(i).repeat(300 * kib));
      observation.item({ type: 'image', imageUrl: 'data:,x', detail: 'high' });
    }
    expect(shapes(observation.take())).toEqual([
      300 * kib,
      'image',
      212 * kib,
      'omitted 90112 text bytes; discarded 1 text segments, 0 images, 0 audio items]',
      'image',
      'omitted 307200 text bytes; discarded 1 text segments, 0 images, 0 audio items]',
      'image',
      'omitted 90112 text bytes; discarded 0 text segments, 0 images, 0 audio items]',
      212 * kib,
      'image',
      300 * kib,
      'image',
    ]);
  });

  test('taking empties it', () => {
    const observation = new Observation();
    observation.text('x'.repeat(3 * half));
    observation.take();
    observation.text('y');
    expect(observation.take()).toEqual([{ type: 'text', text: 'y' }]);
  });

  test('cuts fall between characters', () => {
    const observation = new Observation();
    observation.text(`a${'😀'.repeat(half)}`);
    const texts = observation.take().flatMap(item => (item.type === 'text' ? [item.text] : []));
    expect(texts.join('')).not.toContain('\ufffd');
    expect(texts[0]?.length).toBe(1 + (half / 4 - 1) * 2);
  });

  test('whatever comes, no more than the bound is kept and every byte is accounted for', () => {
    const piece = fc.oneof(
      fc.record({ size: fc.integer({ min: 0, max: 700 * kib }), character: fc.constantFrom('x', 'é', '€') }),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const observation = new Observation();
        let given = 0;
        let images = 0;
        for (const one of pieces) {
          if (one === null) {
            observation.item({ ...image, type: 'image', imageUrl: 'data:,x', detail: 'high' });
            images++;
          } else {
            const value = one.character.repeat(Math.floor(one.size / 3));
            given += Buffer.byteLength(value);
            observation.text(value);
          }
        }
        let kept = 0;
        let omitted = 0;
        let imagesLeft = 0;
        for (const item of observation.take()) {
          if (item.type !== 'text') imagesLeft++;
          else if (item.text.startsWith('[Code')) omitted += Number(/omitted (\d+)/.exec(item.text)?.[1]);
          else kept += Buffer.byteLength(item.text);
        }
        expect(kept).toBeLessThanOrEqual(2 * half);
        expect(kept + omitted).toBe(given);
        expect(imagesLeft).toBe(images);
      }),
      { numRuns: 40 },
    );
  });

  test('of a million short texts keeps the first and the last without looking at all of them each time', () => {
    const observation = new Observation();
    for (let i = 0; i < 1_000_000; i++) observation.text(String(i).padStart(8, '0'));
    const texts = observation.take().map(item => (item.type === 'text' ? item.text : item.type));
    const half = 2 ** 19 / 8;
    expect(texts).toHaveLength(half * 2 + 1);
    expect([texts[0], texts[half - 1], texts[half + 1], texts.at(-1)]).toEqual([
      '00000000',
      String(half - 1).padStart(8, '0'),
      String(1_000_000 - half).padStart(8, '0'),
      '00999999',
    ]);
    expect(texts[half]).toBe(
      `[Code Mode session output limit reached: omitted ${(1_000_000 - half * 2) * 8} text bytes; discarded ${1_000_000 - half * 2} text segments, 0 images, 0 audio items]`,
    );
  });
});

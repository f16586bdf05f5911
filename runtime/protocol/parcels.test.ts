import { mkdtempSync, openSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeReference, FrameReader } from './frame.ts';
import { halfBytes, ParcelsIn, ParcelsOut } from './parcels.ts';
import { Shelf } from './shelf.ts';

let folder = '';
let file = '';
let shelf: Shelf;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cellscope-shelf-'));
  file = join(folder, 'shelf');
  shelf = new Shelf(openSync(file, 'w+'));
});
afterEach(() => {
  shelf.close();
  rmSync(folder, { recursive: true });
});

/** From the host to the child. */
function bothEnds(): { out: ParcelsOut; in: ParcelsIn } {
  return { out: new ParcelsOut(shelf, 'host'), in: new ParcelsIn(shelf, 'child') };
}

describe('parcels on the shelf', () => {
  test('come back as they were put there, in their order', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    const payload = fc.oneof(text, fc.array(text), fc.uint8Array());
    fc.assert(
      fc.property(fc.array(fc.tuple(payload, fc.boolean())), deeds => {
        truncateSync(file);
        const ends = bothEnds();
        const waiting: [Buffer, { at: number; bytes: number }][] = [];
        const takeAll = () => {
          for (const [bytes, parcel] of waiting.splice(0)) expect(ends.in.take(parcel).equals(bytes)).toBe(true);
        };
        for (const [content, takes] of deeds) {
          const parcel = ends.out.put(content);
          if (parcel === null) throw new Error('there is room for all of them');
          const bytes =
            content instanceof Uint8Array ? content : typeof content === 'string' ? content : content.join('');
          waiting.push([Buffer.from(bytes as string), parcel]);
          if (takes) takeAll();
        }
        takeAll();
      }),
    );
  });

  test('find no room until those before them have been taken', () => {
    const ends = bothEnds();
    const most = 'x'.repeat(halfBytes);
    const first = ends.out.put(most);
    expect(ends.out.put('y')).toBeNull();
    expect(first && ends.in.take(first).toString()).toBe(most);
    const second = ends.out.put('y');
    expect(second && ends.in.take(second).toString()).toBe('y');
  });

  test('of more than a half of the shelf are not put there', () => {
    const { out } = bothEnds();
    expect(out.put('x'.repeat(halfBytes + 1))).toBeNull();
    expect(out.put('é'.repeat(halfBytes / 2 + 1))).toBeNull();
    expect(out.put(new Uint8Array(halfBytes + 1))).toBeNull();
  });

  test('go both ways at once', () => {
    const toChild = bothEnds();
    const out = new ParcelsOut(shelf, 'child');
    const into = new ParcelsIn(shelf, 'host');
    const down = toChild.out.put('down');
    const up = out.put('up');
    expect(down && toChild.in.take(down).toString()).toBe('down');
    expect(up && into.take(up).toString()).toBe('up');
  });

  test('cannot lie beyond it', () => {
    const { in: into } = bothEnds();
    expect(() => into.take({ at: 1, bytes: halfBytes })).toThrow('beyond');
  });

  test('are refused when somebody has cut the file off', () => {
    const ends = bothEnds();
    const parcel = ends.out.put('x'.repeat(1_000));
    truncateSync(file, 500);
    expect(() => parcel && ends.in.take(parcel)).toThrow('cut off');
  });

  test('are neither put nor taken once it is closed, whoever has its number by then', () => {
    const ends = bothEnds();
    const parcel = ends.out.put('x');
    shelf.close();
    expect(ends.out.put('y')).toBeNull();
    expect(() => parcel && ends.in.take(parcel)).toThrow('closed');
  });
});

describe('a frame that refers to a parcel', () => {
  test('is delivered with what lies there', () => {
    const ends = bothEnds();
    const seen: [unknown, string][] = [];
    const reader = new FrameReader((header, payload) => seen.push([header, payload.toString()]), ends.in);
    const parcel = ends.out.put(['lar', 'ge']);
    if (parcel !== null) reader.push(encodeReference({ t: 'a' }, parcel));
    expect(seen).toEqual([[{ t: 'a' }, 'large']]);
  });

  test('is refused where there is no shelf', () => {
    const reader = new FrameReader(() => {});
    expect(() => reader.push(encodeReference({}, { at: 0, bytes: 1 }))).toThrow('malformed');
  });
});

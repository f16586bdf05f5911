import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Axis } from '../scale/axis.ts';
import { foldedScale } from '../scale/buildScale.ts';
import { foldLabels } from './foldLabels.ts';

const measure = (text: string) => text.length * 6;

/** Busy for 1 s between folds of these lengths (ms). */
function axisWith(lengths: readonly number[], width: number): Axis {
  let at = 0;
  const start: number[] = [];
  const end: number[] = [];
  for (const length of lengths) {
    start.push(at + 1000);
    at += 1000 + length;
    end.push(at);
  }
  const folds = { count: start.length, start: Float64Array.from(start), end: Float64Array.from(end) };
  const scale = foldedScale(folds, new Set(), at + 1000);
  return new Axis(scale, { from: 0, to: scale.toUnit(at + 1000) }, width);
}

test('with room every fold says how long it is, in words', () => {
  const axis = axisWith([60_000, 120_000], 900);
  expect(foldLabels(axis.scale.folds, axis, measure).map(each => each.text)).toEqual(['1 min idle', '2 min idle']);
});

test('without room for all the longest are named', () => {
  const axis = axisWith([5000, 600_000, 6000, 7000, 900_000, 8000], 210);
  const texts = foldLabels(axis.scale.folds, axis, measure).map(each => each.text);
  expect(texts).toContain('⋯ 15 min');
  expect(texts).toContain('⋯ 10 min');
  expect(texts.length).toBeLessThan(6);
});

test('a fold at the edge keeps its whole label on the ruler', () => {
  const axis = axisWith([600_000], 224);
  const { scale, window, width } = axis;
  const atEdge = new Axis(
    scale,
    { from: window.from - (scale.folds[0]?.toUnit ?? 0), to: scale.folds[0]?.toUnit ?? 1 },
    width,
  );
  const [label] = foldLabels(scale.folds, atEdge, measure);
  expect(label?.to).toBeLessThanOrEqual(width);
});

test('labels never overlap and never leave the ruler', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { maxLength: 30 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 20, max: 900 }), (folds, width) => {
      const axis = axisWith(folds, width);
      const labels = foldLabels(axis.scale.folds, axis, measure);
      for (const [index, { from, to }] of labels.entries()) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(width);
        expect(from).toBeGreaterThanOrEqual(labels[index - 1]?.to ?? 0);
      }
    }),
  );
});

test('a fold through which the model waited is no idle time', () => {
  const folds = { count: 1, start: Float64Array.of(1000), end: Float64Array.of(61_000) };
  const scale = foldedScale(folds, new Set(), 62_000, new Set([1000]));
  const axis = new Axis(scale, { from: 0, to: scale.toUnit(62_000) }, 900);
  expect(foldLabels(scale.folds, axis, measure)).toMatchObject([{ text: '1 min waiting', waited: true }]);
});

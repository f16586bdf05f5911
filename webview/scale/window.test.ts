import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clampWindow, fitWindow, focusWindow, panWindow, revealWindow, zoomWindow } from './window.ts';

const extent = { end: 1000, minWidth: 1 };

test('zooming keeps the unit under the pointer where it is', () => {
  const window = zoomWindow({ from: 200, to: 600 }, 0.5, 300, extent);
  expect(window).toEqual({ from: 250, to: 450 });
});

test('zooming out ends at everything', () => {
  expect(zoomWindow({ from: 200, to: 600 }, 100, 300, extent)).toEqual(fitWindow(extent));
});

test('zooming in ends at the least width', () => {
  const window = zoomWindow({ from: 200, to: 600 }, 1e-9, 300, extent);
  expect(window.to - window.from).toBeCloseTo(1);
});

test('panning stops at the ends and keeps the width', () => {
  const window = panWindow({ from: 200, to: 600 }, 10_000, extent);
  expect(window.to - window.from).toBeCloseTo(400);
  expect(window.to).toBeCloseTo(1030);
});

test('focusing leaves air around the stretch, and centres a point', () => {
  expect(focusWindow(100, 200, { from: 0, to: 1000 }, extent)).toEqual({ from: 92, to: 208 });
  expect(focusWindow(500, 500, { from: 0, to: 100 }, extent)).toEqual({ from: 450, to: 550 });
});

test('revealing what is in view already moves nothing', () => {
  const window = { from: 100, to: 500 };
  expect(revealWindow(200, 300, window, extent)).toBe(window);
});

test('revealing pans just far enough', () => {
  const window = revealWindow(700, 720, { from: 100, to: 500 }, extent);
  expect(window.from).toBeLessThan(700);
  expect(window.to).toBeGreaterThan(720);
  expect(window.to - window.from).toBeCloseTo(400);
});

test('no window escapes: not even a nonsensical one', () => {
  const number = fc.oneof(fc.double(), fc.constant(Number.NaN), fc.constant(Number.POSITIVE_INFINITY));
  fc.assert(
    fc.property(number, number, (from, to) => {
      const window = clampWindow({ from, to }, extent);
      expect(window.to - window.from).toBeGreaterThanOrEqual(0.999);
      expect(window.from).toBeGreaterThanOrEqual(-31);
      expect(window.to).toBeLessThanOrEqual(1031);
    }),
  );
});

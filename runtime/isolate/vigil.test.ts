import { expect, test } from 'vitest';
import { Vigil } from './vigil.ts';

/** How many of so many vigils in a row are kept, if none pays. */
function keptInVain(vigil: Vigil, asked: number): number {
  let kept = 0;
  for (let i = 0; i < asked; i++) {
    if (!vigil.worthwhile) continue;
    kept++;
    vigil.wasVain();
  }
  return kept;
}

test('vigils that do not pay are soon kept seldom, but never given up', () => {
  const vigil = new Vigil();
  keptInVain(vigil, 20);
  const kept = keptInVain(vigil, 1_000);
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(100);
});

test('one that pays makes the next worth while', () => {
  const vigil = new Vigil();
  keptInVain(vigil, 20);
  vigil.paid();
  expect(vigil.worthwhile).toBe(true);
});

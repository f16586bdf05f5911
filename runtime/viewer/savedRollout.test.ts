import { expect, test } from 'vitest';
import { livelyRollout } from '../../test/viewer/support/livelyRollout.ts';
import { packDelta, scriptJson, unpackDelta } from './savedRollout.ts';

test('a timeline comes back from JSON as it went in, open ends included', () => {
  const { builder } = livelyRollout();
  builder.span(0, 3, 'still running', 5, Number.POSITIVE_INFINITY, { row: 4 });
  const delta = builder.delta();
  expect(unpackDelta(JSON.parse(JSON.stringify(packDelta(delta))))).toEqual(delta);
});

test('columns with spare room are cut to their rows', () => {
  const delta = livelyRollout().builder.delta();
  const roomy = { ...delta, folds: { count: 1, start: Float64Array.of(1, 9, 9), end: Float64Array.of(2, 9, 9) } };
  const back = unpackDelta(JSON.parse(JSON.stringify(packDelta(roomy))));
  expect(back?.folds).toEqual({ count: 1, start: Float64Array.of(1), end: Float64Array.of(2) });
});

test('a value that holds no timeline gives none', () => {
  expect(unpackDelta(null)).toBeNull();
  expect(unpackDelta({ version: 'x' })).toBeNull();
});

test('nothing in the JSON can end the script element around it', () => {
  const text = scriptJson({ label: '</script><script>alert(1)</script><!--', line: '\u2028' });
  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toEqual({ label: '</script><script>alert(1)</script><!--', line: '\u2028' });
});

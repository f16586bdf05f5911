import { expect, test } from 'vitest';
import { mix, parseColour } from './palette.ts';

test('colours are read as browsers write them', () => {
  expect(parseColour('rgb(10, 20, 30)', [0, 0, 0])).toEqual([10, 20, 30]);
  expect(parseColour('color(srgb 1 0.5 0)', [0, 0, 0])).toEqual([255, 128, 0]);
});

test('a colour one can see through is laid over what is below', () => {
  expect(parseColour('rgba(255, 255, 255, 0.5)', [0, 0, 100])).toEqual([128, 128, 178]);
});

test('what is no colour leaves what is below', () => {
  expect(parseColour('', [1, 2, 3])).toEqual([1, 2, 3]);
});

test('mixing goes from under to over', () => {
  expect(mix([0, 0, 0], [200, 100, 50], 0.5)).toBe('rgb(100,50,25)');
});

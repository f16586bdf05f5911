import { expect, test } from 'vitest';
import { Axis } from '../scale/axis.ts';
import { clockScale } from '../scale/buildScale.ts';
import { fitWindow } from '../scale/window.ts';
import { overviewUnit, overviewX } from './paintOverview.ts';

const whole = fitWindow({ end: 5000, minWidth: 0.005 });
const strip = { whole, gutter: 76, plotWidth: 224 };

test('while everything is shown, each moment of the strip stands above itself in the lanes', () => {
  const lanes = new Axis(clockScale(), whole, strip.plotWidth);
  for (const ms of [0, 1, 1234.5, 5000]) expect(overviewX(strip, ms)).toBeCloseTo(strip.gutter + lanes.xOf(ms), 9);
});

test('the window over everything reaches from edge to edge of the lanes', () => {
  expect(overviewX(strip, whole.from)).toBe(76);
  expect(overviewX(strip, whole.to)).toBeCloseTo(300, 9);
});

test('a place on the strip is the moment that is drawn there', () => {
  for (const ms of [0, 777, 5000]) expect(overviewUnit(strip, overviewX(strip, ms))).toBeCloseTo(ms, 9);
});

import { expect, test, vi } from 'vitest';
import { SlicedWork } from './slicedWork.ts';

function work(slices: number) {
  let left = slices;
  const done = vi.fn();
  const sliced = new SlicedWork(() => (--left > 0 ? 'more' : 'done'), done);
  return { sliced, done, left: () => left };
}

test('what fits into one slice is over at once', () => {
  const { sliced, done } = work(1);
  sliced.go();
  expect(done).toHaveBeenCalledTimes(1);
  expect(sliced.busy).toBe(false);
});

test('what does not goes on by itself, and ends once', async () => {
  const { sliced, done } = work(4);
  sliced.go();
  expect(sliced.busy).toBe(true);
  sliced.go();
  expect(done).not.toHaveBeenCalled();
  await expect.poll(() => done).toHaveBeenCalledTimes(1);
  expect(sliced.busy).toBe(false);
});

test('what nobody wants any longer stops without an end', () => {
  const done = vi.fn();
  const sliced = new SlicedWork(() => 'stop', done);
  sliced.go();
  expect(sliced.busy).toBe(false);
  expect(done).not.toHaveBeenCalled();
});

test('nothing is done after it was disposed of', async () => {
  const { sliced, done, left } = work(4);
  sliced.go();
  sliced.dispose();
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  expect(left()).toBe(3);
  expect(done).not.toHaveBeenCalled();
});

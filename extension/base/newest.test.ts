import { expect, test } from 'vitest';
import { Newest } from './newest.ts';

test('answers in the order of their questions are all news', () => {
  const newest = new Newest();
  const [first, second] = [newest.ask(), newest.ask()];
  expect([first(), second()]).toEqual([true, true]);
});

test('an answer that a later one has overtaken is no news', () => {
  const newest = new Newest();
  const [first, second, third] = [newest.ask(), newest.ask(), newest.ask()];
  expect([second(), first(), third()]).toEqual([true, false, true]);
});

test('an answer that never comes holds up no other', () => {
  const newest = new Newest();
  newest.ask();
  expect(newest.ask()()).toBe(true);
});

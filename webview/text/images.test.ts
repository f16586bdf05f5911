import { expect, test } from 'vitest';
import { picturesIn } from './images.ts';

const png = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ==';

test('a picture in a payload is found once, wherever it stands', () => {
  expect(picturesIn(`{"image_url":"${png}"}`)).toEqual([png]);
  expect(picturesIn(`${png} and again ${png}`)).toEqual([png]);
});

test('formats that can hold script are left alone', () => {
  expect(picturesIn('"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+"')).toEqual([]);
  expect(picturesIn('"data:text/html;base64,PHNjcmlwdD48L3NjcmlwdD4="')).toEqual([]);
});

test('no more than eight are taken', () => {
  const many = Array.from({ length: 20 }, (_, index) => png.replace('AAEA', `A${String(index).padStart(2, '0')}A`));
  expect(picturesIn(many.join(' '))).toHaveLength(8);
});

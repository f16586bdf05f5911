import { expect, test } from 'vitest';
import { picturesIn, withoutPictures } from './images.ts';

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

test('the bytes of a picture are not read out, a short one is left as it is', () => {
  const url = `data:image/png;base64,${'A'.repeat(4000)}`;
  expect(withoutPictures(`{"image_url":"${url}"}`)).toBe('{"image_url":"data:image/png;base64,AAAAAAAAAAAAAAAA…"}');
  expect(withoutPictures('"data:image/png;base64,AAAAAAAAAAAAAAAAAAAA"')).toBe(
    '"data:image/png;base64,AAAAAAAAAAAAAAAAAAAA"',
  );
});

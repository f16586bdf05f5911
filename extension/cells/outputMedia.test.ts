import { expect, test } from 'vitest';
import { mediaFile, mediaUrl } from './outputMedia.ts';

const image = (imageUrl: string) => ({ line: 0, item: { type: 'image', imageUrl, detail: 'auto' } as const });

test('a picture is a file with the ending of its kind', () => {
  const bytes = Buffer.from([1, 2, 3]);
  const file = mediaFile(image(`data:image/png;base64,${bytes.toString('base64')}`), 2);
  expect([file?.name, file?.bytes()]).toEqual(['image 2.png', bytes]);
});

test.each([
  ['data:image/jpeg;base64,', 'image 1.jpg'],
  ['data:image/svg+xml;charset=utf-8;base64,', 'image 1.svg'],
  ['data:image/webp;base64,', 'image 1.webp'],
  ['data:;base64,', 'image 1.png'],
  ['data:image/../../x;base64,', 'image 1.x'],
])('the file of %s is called %s', (url, name) => expect(mediaFile(image(url), 1)?.name).toBe(name));

test('a sound is a file too', () => {
  const sound = { line: 0, item: { type: 'audio', audioUrl: 'data:audio/mpeg;base64,AAAA' } as const };
  const file = mediaFile(sound, 1);
  expect([file?.name, file?.bytes()]).toEqual(['audio 1.mp3', Buffer.alloc(3)]);
  expect(mediaUrl(sound)).toBe(sound.item.audioUrl);
});

test('text in a data URL is what it spells, even where it is spelled badly', () => {
  const textOf = (url: string) => Buffer.from(mediaFile(image(url), 1)?.bytes() ?? []).toString();
  expect(textOf('data:image/svg+xml,%3Csvg/%3E')).toBe('<svg/>');
  expect(textOf('data:image/svg+xml,100%')).toBe('100%');
});

test('an address of the web is no file', () => {
  expect(mediaFile(image('https://example.org/a.png'), 1)).toBeNull();
});

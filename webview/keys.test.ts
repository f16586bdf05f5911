import { expect, test } from 'vitest';
import { actionFor, keyTable } from './keys.ts';
import { stringKeys } from './strings.ts';

const press = (key: string, code = '', held: Partial<Parameters<typeof actionFor>[0]> = {}) =>
  actionFor({ key, code, ctrlKey: false, altKey: false, metaKey: false, ...held });

test('W A S D are where they are on the keyboard, whatever they type', () => {
  expect(press('z', 'KeyW')).toBe('zoomIn');
  expect(press('q', 'KeyA')).toBe('panLeft');
  expect(press('ы', 'KeyS')).toBe('zoomOut');
  expect(press('в', 'KeyD')).toBe('panRight');
});

test('letters that stand for words are met in both cases', () => {
  expect(press('f')).toBe('focus');
  expect(press('F')).toBe('focus');
  expect(press('?')).toBe('help');
});

test('presses with Ctrl, Alt or Cmd belong to the editor', () => {
  expect(press('w', 'KeyW', { ctrlKey: true })).toBeNull();
  expect(press('f', 'KeyF', { metaKey: true })).toBeNull();
});

test('no key stands for two actions', () => {
  const keys = keyTable.flatMap(row => [...(row.codes ?? []), ...(row.keys ?? [])]);
  expect(new Set(keys).size).toBe(keys.length);
});

test('every row has a text and no action stands twice', () => {
  expect(keyTable.every(row => stringKeys.includes(row.text))).toBe(true);
  expect(new Set(keyTable.map(row => row.action)).size).toBe(keyTable.length);
});

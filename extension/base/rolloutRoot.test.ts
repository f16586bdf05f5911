import { expect, test } from 'vitest';
import { rolloutRootOf } from './rolloutRoot.ts';

const base = { folder: '/work/app', home: '/home/me', fallback: '/storage/ws' };
const root = (setting: string, folder: string | undefined = base.folder) =>
  rolloutRootOf({ ...base, setting, folder: folder === '' ? undefined : folder });

test('an empty setting is a private folder of the workspace', () => {
  expect(root('')).toBe('/storage/ws/rollouts');
  expect(root('  ')).toBe('/storage/ws/rollouts');
});

test('a relative path starts at the workspace folder', () => {
  expect(root('.cellscope/rollouts')).toBe('/work/app/.cellscope/rollouts');
  expect(root(`\${workspaceFolder}/../traces`)).toBe('/work/traces');
});

test('a relative path without a workspace folder starts at the private folder', () => {
  expect(root('traces', '')).toBe('/storage/ws/traces');
});

test('an absolute path is itself, and ~ is home', () => {
  expect(root('/var/traces')).toBe('/var/traces');
  expect(root('~/traces')).toBe('/home/me/traces');
  expect(root('~')).toBe('/home/me');
});

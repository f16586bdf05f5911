import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const room = import.meta.dirname;
const files = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter(
  path => path.endsWith('.ts') && !path.endsWith('.test.ts'),
);
const source = files.map(path => readFileSync(join(room, path), 'utf8')).join('\n');

/** Every text that is shown, as it stands in the first argument of `vscode.l10n.t`. */
const used = [...source.matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(match =>
  (match[1] ?? '').replace(/\\(.)/g, '$1'),
);
const bundle = JSON.parse(readFileSync(join(room, '../l10n/bundle.l10n.json'), 'utf8')) as Record<string, string>;

test('the bundle for translators holds every text that is used, and no other', () => {
  expect(Object.keys(bundle).sort()).toEqual([...new Set(used)].sort());
});

test('every text is its own translation into English', () => {
  expect(Object.entries(bundle).filter(([key, text]) => key !== text)).toEqual([]);
});

test('no text is put together where a translator cannot see it', () => {
  expect(source.match(/l10n\.t\(\s*[^'\s]/g) ?? []).toEqual([]);
});

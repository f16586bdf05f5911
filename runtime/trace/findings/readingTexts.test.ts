import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Finding } from '../finding.ts';
import { readingTexts, refusalTexts, retoldReading, retoldRefusal } from './readingTexts.ts';

const missing: Finding = {
  severity: 'error',
  code: 'payload-missing',
  message: 'open payload raw_payload:3: No such file or directory',
  refs: [],
};

test('what was met while reading is told by its kind first, and keeps what it says', () => {
  const german = { 'a payload is missing': 'eine Nutzlast fehlt' };
  expect(retoldReading(missing, german).message).toBe(`eine Nutzlast fehlt: ${missing.message}`);
  expect(retoldReading(missing, {})).toBe(missing);
  expect(retoldReading({ ...missing, code: 'constructor' }, german).message).toBe(missing.message);
});

test('a refusal is told with its path and its numbers', () => {
  const german = {
    '{0} cannot be read: this folder is not a rollout bundle, or it was moved': '{0} ist nicht lesbar: kein Bündel',
    'it has {0} bytes; {1} are read at most': 'sie hat {0} Bytes, höchstens {1}',
  };
  const path = '/tmp/a {0} b/manifest.json';
  expect(retoldRefusal(`${path} cannot be read: this folder is not a rollout bundle, or it was moved`, german)).toBe(
    `${path} ist nicht lesbar: kein Bündel`,
  );
  expect(retoldRefusal('it has 12 bytes; 4 are read at most', german)).toBe('sie hat 12 Bytes, höchstens 4');
  expect(retoldRefusal('something else', german)).toBe('something else');
});

/** The sources of whoever reads a bundle; codes stand in them as plain texts. */
const trace = join(import.meta.dirname, '..');
const sources = ['reducer', 'bundle', '.', '../../extension/rollouts']
  .flatMap(folder => readdirSync(join(trace, folder)).map(name => join(trace, folder, name)))
  .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map(path => readFileSync(path, 'utf8'))
  .join('\n');

test('every code of the reader has its words', () => {
  const codes = [...sources.matchAll(/\bcode: '([a-z0-9]+(?:-[a-z0-9]+)+)'/g)].map(([, code = '']) => code);
  const faults = [...sources.matchAll(/new PayloadFault\(\s*'(\w+)'/g)].map(
    ([, reason = '']) => `payload-${reason.replace('_', '-')}`,
  );
  expect(codes.length).toBeGreaterThan(40);
  expect(faults.length).toBeGreaterThan(4);
  expect([...codes, ...faults].filter(code => !Object.hasOwn(readingTexts, code))).toEqual([]);
});

test('every shape of a refusal is still said by somebody', () => {
  const texts = sources.replace(/\$\{[^}]*\}/g, '{}');
  expect(refusalTexts.filter(text => !texts.includes(text.replace(/\{\d\}/g, '{}')))).toEqual([]);
});

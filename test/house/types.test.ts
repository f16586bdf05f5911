import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tracked } from './tracked.ts';

const source = tracked.filter(path => /\.(ts|tsx|mjs)$/.test(path) && !path.startsWith('test/house/'));
const found = (pattern: RegExp) => source.filter(path => pattern.test(withoutStrings(readFileSync(path, 'utf8'))));

/** Code with comments and texts taken out, roughly: enough to not take an English "any" for a type. */
function withoutStrings(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|[^:])\/\/.*$/gm, '$1')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
}

describe('types', () => {
  test('nothing is of type any', () => {
    expect(found(/(?::|\bas|<|\|)\s*any\b(?!\w)/)).toEqual([]);
  });

  test('the type checker is never silenced', () => {
    expect(source.filter(path => /@ts-(ignore|nocheck|expect-error)/.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  test('imports between our own files carry their ending', () => {
    const bare = /\bfrom '(\.{1,2}\/[^']*(?<!\.(?:ts|tsx|mjs|json|css|ttf)))'/;
    expect(source.filter(path => bare.test(readFileSync(path, 'utf8')))).toEqual([]);
  });
});

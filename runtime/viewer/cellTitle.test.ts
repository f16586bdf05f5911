import { describe, expect, test } from 'vitest';
import { cellTitle } from './cellTitle.ts';

describe('the title of a cell', () => {
  test('is its first line of code', () => {
    expect(cellTitle('// a comment\n\n/**\n * doc\n */\nconst x = 1;\n')).toBe('const x = 1;');
  });
  test('is its first comment when there is no code', () => {
    expect(cellTitle('\n// nothing here')).toBe('// nothing here');
  });
  test('is cut when it is long', () => {
    expect(cellTitle('x'.repeat(100))).toBe(`${'x'.repeat(59)}…`);
  });
  test('is not what only holds the code', () => {
    const call = 'const page = await tools.read_file({ path: "a" });';
    for (const opening of [
      'try {',
      'try\n{',
      '{',
      '(async () => {',
      "'use strict';",
      'async function main() {',
      '[',
      ';',
    ])
      expect(cellTitle(`// @exec: {}\n${opening}\n  ${call}\n}`)).toBe(call);
    expect(cellTitle('const main = async () => {\n  try {\n    text(1);')).toBe('text(1);');
    expect(cellTitle('try {\n')).toBe('try {');
  });
  test('goes on where a line breaks off', () => {
    expect(cellTitle('const x =\n  // why\n  await tools.list();')).toBe('const x = await tools.list();');
    expect(cellTitle('const [a, b] = await Promise.all([\n  tools.a(),\n  tools.b(),\n]);')).toBe(
      'const [a, b] = await Promise.all([tools.a(),',
    );
    expect(cellTitle('const x =')).toBe('const x =');
  });
  test('keeps what a line says of itself', () => {
    for (const line of ['for (const f of files) {', 'if (load("x")) {', 'try { text(1) } catch {}'])
      expect(cellTitle(`${line}\n  text(f);\n}`)).toBe(line);
  });
  test('is not the inside of a comment', () => {
    expect(cellTitle('/*\n  First we look.\n*/ text(1);')).toBe('text(1);');
    expect(cellTitle('/* all */\n')).toBe('/* all */');
  });
});

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isText, tracked } from './tracked.ts';

const rooms = ['extension', 'webview', 'runtime', 'test', 'scripts'];
const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').length;
const code = tracked.filter(path => /\.(ts|tsx|mjs|cjs|js)$/.test(path) && !path.startsWith('samples/'));

describe('files', () => {
  test('every room has a README of at most 25 lines', () => {
    const found = rooms.map(room => ({ room, lines: lines(`${room}/README.md`) }));
    expect(found.filter(each => each.lines > 25)).toEqual([]);
  });

  test('no file of code has more than 500 lines', () => {
    expect(code.map(path => ({ path, lines: lines(path) })).filter(each => each.lines > 500)).toEqual([]);
  });

  test('every file of code that is no test says at its top what it is for', () => {
    const silent = code.filter(path => !/\.test\.tsx?$|(^|\/)vitest\.config\.ts$/.test(path));
    expect(silent.filter(path => !/^(#!.*\n)?\/\*\*/.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  test('no checked-in text names a registry address', () => {
    const address = /registry\.(npmjs|yarnpkg)\.\w+|"resolved":/;
    expect(tracked.filter(isText).filter(path => address.test(readFileSync(path, 'utf8')))).toEqual([
      'test/house/files.test.ts',
    ]);
  });

  test('nothing built or fetched is checked in', () => {
    expect(tracked.filter(path => /^(dist|node_modules|\.vscode-test|test-results)\//.test(path))).toEqual([]);
  });
});

describe('tests', () => {
  const tests = code.filter(path => /\.test\.tsx?$/.test(path));

  test('none is skipped but where the operating system lacks what it tests, and none runs alone', () => {
    const marks =
      /\b(test|it|describe)\.(skip|only|todo|fails)\b|\.(skipIf|runIf)\((?!process\.platform )|\b(xit|xdescribe|fit|fdescribe)\(/;
    expect(tests.filter(path => marks.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  test('each file of tests says what it expects, itself or by a helper it imports', () => {
    const words = /\bexpect\(|\bexpect\.poll\(|\bassert\b|node:assert|\bfc\./;
    const read = (path: string) => readFileSync(path, 'utf8');
    const helpers = (path: string) =>
      [...read(path).matchAll(/from '(\.[^']+\.tsx?)'/g)].map(match => join(dirname(path), match[1] ?? ''));
    expect(tests.filter(path => ![path, ...helpers(path)].some(each => words.test(read(each))))).toEqual([]);
  });
});

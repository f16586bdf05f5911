import { existsSync, readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tracked } from './tracked.ts';

const rules = readFileSync('.vscodeignore', 'utf8')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'));
const allowed = rules.filter(rule => rule.startsWith('!')).map(rule => rule.slice(1));
const ships = (path: string) => allowed.some(glob => matchesGlob(path, glob));

describe('the package', () => {
  test('denies everything first and only permits after that', () => {
    expect(rules[0]).toBe('**');
    expect(rules.slice(1).filter(rule => !rule.startsWith('!'))).toEqual([]);
  });

  test('takes no source, test or tool from the repository', () => {
    const documents = ['package.json', 'package.nls.json', 'README.md', 'LICENSE', 'CHANGELOG.md'];
    const texts = /^(media\/|samples\/|package\.nls\.|l10n\/)/;
    const other = tracked.filter(ships).filter(path => !documents.includes(path) && !texts.test(path));
    expect(other).toEqual([]);
  });

  test('takes every sample, so that there is something to begin with', () => {
    const samples = tracked.filter(path => path.startsWith('samples/'));
    expect(samples.length).toBeGreaterThan(0);
    expect(samples.filter(path => !ships(path))).toEqual([]);
  });

  test('takes every translation', () => {
    const translations = tracked.filter(path => /^(package\.nls\.|l10n\/bundle\.l10n\.)\w+\.json$/.test(path));
    expect(translations.filter(path => path !== 'l10n/bundle.l10n.json' && !ships(path))).toEqual([]);
  });

  test.each([
    'dist/extension.cjs',
    'dist/isolate.cjs',
    'dist/acorn.cjs',
    'dist/recorder.mjs',
    'dist/cli.js',
    'dist/cli-reduce.cjs',
    'dist/cli-program.cjs',
    'dist/pageWorker.js',
    'dist/NOTICES.txt',
    'dist/webview/viewer.js',
    'dist/webview/viewer.css',
    'dist/webview/standalone.js',
    'dist/webview/standalone.css',
  ])('takes the built %s', path => expect(ships(path)).toBe(true));

  test.each([
    'dist/extension.cjs.map',
    'dist/test/host/runner.cjs',
    'node_modules/vitest/package.json',
    'dist/types/a.d.ts',
    'dist/cli-reduce.cjs.reduce.v24.0.0-13.6.0-linux-x64.kept',
  ])('leaves %s out', path => expect(ships(path)).toBe(false));

  test('takes all that isolated-vm needs to load', () => {
    const needed = [
      'isolated-vm/package.json',
      'isolated-vm/isolated-vm.js',
      'isolated-vm/prebuilds/linux-x64/isolated-vm.abi137.glibc.node',
      'node-gyp-build/package.json',
      'node-gyp-build/index.js',
      'node-gyp-build/node-gyp-build.js',
    ].map(path => `node_modules/${path}`);
    expect(needed.filter(path => !existsSync(path) || !ships(path))).toEqual([]);
  });
});

describe('the manifest', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;

  test('asks for exactly the VS Code whose types it is checked against', () => {
    const types = manifest.devDependencies?.['@types/vscode'] ?? '';
    expect(manifest.engines?.vscode).toMatch(/^\^\d+\.\d+\.0$/);
    expect(types.split('.').slice(0, 2)).toEqual(manifest.engines?.vscode?.slice(1).split('.').slice(0, 2));
  });

  test('names every dependency by its exact version', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.entries(all).filter(([, version]) => !/^(npm:@?[\w/-]+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

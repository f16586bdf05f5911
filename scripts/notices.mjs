/**
 * The licences of everything that is bundled or shipped along, as their terms ask: one text, package by package.
 *
 * What is bundled is read off the bundles themselves, so nothing can be forgotten. A package without a licence file is
 * named with the licence that it declares.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shipped as they are (`.vscodeignore`). */
const shipped = ['node_modules/isolated-vm', 'node_modules/node-gyp-build'];

/**
 * @param {readonly (import('esbuild').Metafile | undefined)[]} metafiles
 * @returns {string}
 */
export function notices(metafiles) {
  const inputs = metafiles.flatMap(each => Object.keys(each?.inputs ?? {}));
  const folders = inputs.flatMap(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const parts = [...new Set([...folders, ...shipped])].map(noticeOf).sort();
  const head = 'Cellscope contains the following packages, each under the licence that follows its name.';
  return `${[head, ...new Set(parts)].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** @param {string} folder */
function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter(file => /^(licen[cs]e|notice)/i.test(file))
        .sort()
    : [];
  const texts = files.map(file => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}

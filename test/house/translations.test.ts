/**
 * Every translation is whole: the manifest (`package.nls.*.json`), the messages and, under `viewer:`, `compare:` and
 * `details:`, the texts of the pages and the words of details and findings (`l10n/bundle.l10n.*.json`), and the pages of the tour.
 *
 * Whoever adds a text adds it here too, in every language there is.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readingTexts, refusalTexts } from '../../runtime/trace/findings/readingTexts.ts';
import { findingTexts } from '../../runtime/trace/findings/texts.ts';
import { words } from '../../runtime/viewer/words.ts';
import { ownKeys as compareKeys, t as compareText } from '../../webview/compare/strings.ts';
import { stringKeys, t, translate } from '../../webview/strings.ts';

type Texts = Record<string, string>;
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Texts;

const english = {
  manifest: read('package.nls.json'),
  bundle: {
    ...read('l10n/bundle.l10n.json'),
    ...Object.fromEntries(stringKeys.map(key => [`viewer:${key}`, t(key)])),
    ...Object.fromEntries(compareKeys.map(key => [`compare:${key}`, compareText(key)])),
    ...Object.fromEntries(
      [...findingTexts, ...refusalTexts, ...Object.values(readingTexts)].map(text => [`finding:${text}`, text]),
    ),
    ...Object.fromEntries(words.map(word => [`details:${word}`, word])),
  } as Texts,
};
const languages = readdirSync('l10n').flatMap(name => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);

/** What a translation must not change: arguments, icons, commands behind links. */
const fixed = (text: string) =>
  [...text.matchAll(/\{\d\}|\$\([^)]*\)|\(command:[^)]*\)/g)].map(([part]) => part).sort();

function faults(own: Texts, translated: Texts): string[] {
  const missing = Object.keys(own).filter(key => !translated[key]);
  const unknown = Object.keys(translated).filter(key => own[key] === undefined);
  const broken = Object.keys(own).filter(key => `${fixed(own[key] ?? '')}` !== `${fixed(translated[key] ?? '')}`);
  return [
    ...missing.map(key => `missing: ${key}`),
    ...unknown.map(key => `no longer used: ${key}`),
    ...broken.filter(key => translated[key]).map(key => `loses an argument, icon or link: ${key}`),
  ];
}

test('there is a translation that proves the way', () => {
  expect(languages).toContain('de');
});

describe.each(languages)('%s', language => {
  test('translates every text of the manifest', () => {
    expect(faults(english.manifest, read(`package.nls.${language}.json`))).toEqual([]);
  });

  test('translates every page of the tour, which the editor finds by its name', () => {
    const pages = readdirSync('media/walkthrough').filter(name => name.endsWith('.md'));
    const own = pages.filter(name => !name.includes('.nls.'));
    const translated = pages.filter(name => name.endsWith(`.nls.${language}.md`));
    expect(own).not.toEqual([]);
    expect(translated).toEqual(own.map(name => name.replace(/\.md$/, `.nls.${language}.md`)));
  });

  test('translates every message and every text of the page', () => {
    expect(faults(english.bundle, read(`l10n/bundle.l10n.${language}.json`))).toEqual([]);
  });
});

test('the page takes its texts from what the host hands in', () => {
  const german = read('l10n/bundle.l10n.de.json');
  translate(Object.fromEntries(stringKeys.map(key => [key, german[`viewer:${key}`]])));
  expect(t('empty.title')).toBe('Kein Rollout ist geöffnet');
  expect(t('overview.value', '1 s', '2 s')).toBe('1 s bis 2 s');
});

import { expect, test } from 'vitest';
import { viewerPage } from './viewerPage.ts';

const page = viewerPage({
  script: 'https://host/viewer.js?a=1&b=2',
  style: 'https://host/viewer.css',
  source: 'https://host',
  nonce: 'abc',
  language: 'en',
  title: '<b>"run"</b>',
  strings: { 'empty.title': '</script><b>Nichts</b>' },
});

test('every script that runs carries the nonce, and none is inline', () => {
  const scripts = [...page.matchAll(/<script(?! type="application\/json")([^>]*)>([^<]*)<\/script>/g)];
  expect(scripts.map(match => [match[1], match[2]])).toEqual([
    [' nonce="abc" src="https://host/viewer.js?a=1&#38;b=2"', ''],
  ]);
});

test('the policy starts from nothing and allows no script without the nonce', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  expect(policy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'nonce-abc'"]));
  expect(policy).not.toContain('unsafe-eval');
});

test('translations travel as data that cannot end their element', () => {
  const block = /<script type="application\/json" id="cellscope-strings">([^<]*)<\/script>/.exec(page)?.[1] ?? '';
  expect(JSON.parse(block)).toEqual({ 'empty.title': '</script><b>Nichts</b>' });
});

test('texts cannot become markup', () => {
  expect(page).not.toContain('<b>');
});

import { expect, test } from 'vitest';
import { viewerPage } from './viewerPage.ts';

const page = viewerPage({
  script: 'https://host/viewer.js?a=1&b=2',
  style: 'https://host/viewer.css',
  source: 'https://host',
  nonce: 'abc',
  language: 'en',
  title: '<b>"run"</b>',
});

test('every script carries the nonce, and none is inline', () => {
  const scripts = [...page.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
  expect(scripts.map(match => [match[1], match[2]])).toEqual([
    [' nonce="abc" src="https://host/viewer.js?a=1&#38;b=2"', ''],
  ]);
});

test('the policy starts from nothing and allows no script without the nonce', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  expect(policy.split('; ')).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'nonce-abc'"]));
  expect(policy).not.toContain('unsafe-eval');
});

test('texts cannot become markup', () => {
  expect(page).not.toContain('<b>');
});

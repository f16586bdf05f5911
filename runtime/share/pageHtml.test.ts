import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { pageHtml } from './pageHtml.ts';

const files = { script: 'run("\u00e4")', style: 'a{color:red}' };
const html = (title = 'x', blocks: { id: string; base64: string }[] = []) =>
  [...pageHtml(title, files, blocks)].join('');
const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('the policy names the one script and the one style, and lets nothing be loaded or sent', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html())?.[1]?.split('; ') ?? [];
  expect(policy).toContain(`script-src ${hash(files.script)}`);
  expect(policy).toContain(`style-src ${hash(files.style)}`);
  expect(policy).toContain("default-src 'none'");
  expect(policy.join(' ')).not.toMatch(/unsafe|http|\*|connect-src/);
});

test('the title is text, whatever it says', () => {
  const page = html('</title><script>x</script>"&\0\ud800');
  expect(page).toContain('<title>&#60;/title&#62;&#60;script&#62;x&#60;/script&#62;&#34;&#38;&#65533;\ufffd</title>');
});

test('data stands in elements that are no scripts to a browser', () => {
  expect(html('x', [{ id: 'data', base64: 'H4sI' }])).toContain(
    '<script type="application/octet-stream" id="data">H4sI</script>',
  );
});

test.each([
  [{ script: 'x="</script>"', style: '' }],
  [{ script: 'x="<!--"', style: '' }],
  [{ script: '', style: 'a{}</style>' }],
])('a page that would end its own elements is refused: %j', broken => {
  expect(() => [...pageHtml('x', broken, [])]).toThrow('cannot stand inside a file');
});

test('texts of another language stand in it as data, and cannot end their element', () => {
  const texts = { language: 'de"', page: { 'app.name': 'Betrachter</script>' }, details: {}, findings: {} };
  const page = [...pageHtml('x', files, [], texts)].join('');
  expect(page).toContain('<html lang="de&#34;">');
  expect(page).toContain(
    '<script type="application/json" id="cellscope-strings">{"app.name":"Betrachter\\u003c/script>"}</script>',
  );
  expect(page).not.toContain('cellscope-words');
});

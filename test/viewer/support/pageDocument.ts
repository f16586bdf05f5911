/**
 * The document that stands around a page under test, as VS Code would make it: a strict policy, a theme, no more.
 *
 * Leaves out how its files are served, and what the host says to it.
 */
import { type ThemeName, themeStyle, themes } from './themes.ts';

const titles = { viewer: 'Rollout', compare: 'Compare' } as const;

/** `page` names its script and its style. `strings`: texts in another language, by their key. */
export function pageDocument(
  origin: string,
  page: keyof typeof titles,
  name: ThemeName,
  strings: Readonly<Record<string, string>> = {},
): string {
  const theme = themes[name];
  const policy = `default-src 'none'; script-src 'nonce-test'; style-src ${origin}; img-src ${origin} data:; font-src ${origin}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${titles[page]}</title>
<link rel="stylesheet" href="${origin}/${page}.css">
</head>
<body class="${theme.bodyClass}">
<div id="root"></div>
<script type="application/json" id="cellscope-strings">${JSON.stringify(strings).replaceAll('<', '\\u003c')}</script>
<script nonce="test">document.documentElement.setAttribute('data-vscode-theme', ${JSON.stringify(name)});
for (const part of ${JSON.stringify(themeStyle(theme))}.split('; ')) {
  const at = part.indexOf(': ');
  document.documentElement.style.setProperty(part.slice(0, at), part.slice(at + 2));
}</script>
<script nonce="test" src="${origin}/${page}.js"></script>
</body>
</html>`;
}

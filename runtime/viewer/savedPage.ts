/**
 * One self-contained HTML file: the viewer, its styles and icons, and a saved rollout.
 *
 * Invariants: offline (nothing may be loaded or sent) and inert (only the one script with this file's nonce runs; the
 * rollout is JSON that no browser executes). The caller brings the built viewer as text.
 */

import { type SavedRollout, scriptJson } from './savedRollout.ts';

export interface SavedPageParts {
  readonly rollout: SavedRollout;
  /** Texts of `viewer.js` and `viewer.css`, and the bytes of its icon font as base64. */
  readonly script: string;
  readonly style: string;
  readonly fontBase64: string;
  /** Unguessable, fresh for each file. */
  readonly nonce: string;
  readonly language?: string;
}

export function savedPage({ rollout, script, style, fontBase64, nonce, language = 'en' }: SavedPageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const font = `url("data:font/ttf;base64,${fontBase64}")`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(rollout.header.title)}</title>
<style nonce="${nonce}">${style.replace(/url\("?[^)"]*\.ttf[^)"]*"?\)/g, () => font).replaceAll('</', '<\\/')}</style>
</head>
<body class="cellscope-alone">
<div id="root"></div>
<script type="application/json" id="cellscope-rollout">${scriptJson(rollout)}</script>
<script nonce="${nonce}">${script.replaceAll(/<\/(script)/gi, '<\\/$1').replaceAll('<!--', '<\\!--')}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

/**
 * The page a viewer lives in. The only HTML of the extension.
 *
 * Invariant: nothing runs but the one script with this page's nonce; nothing is loaded from anywhere but the extension.
 */

export interface ViewerPageParts {
  readonly script: string;
  readonly style: string;
  /** The webview's own source for resources, from `Webview.cspSource`. */
  readonly source: string;
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
  /** Translations of the page's own texts, by their keys. */
  readonly strings: Readonly<Record<string, string>>;
}

export function viewerPage({ script, style, source, nonce, language, title, strings }: ViewerPageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    `img-src ${source} data:`,
    'media-src data:',
    `font-src ${source}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style)}">
<title>${escaped(title)}</title>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="cellscope-strings">${JSON.stringify(strings).replaceAll('<', '\\u003c')}</script>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

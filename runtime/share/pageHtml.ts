/**
 * One self-contained HTML file: the viewer, its styles and icons, and a saved rollout.
 *
 * Invariants: offline (the policy lets nothing be loaded or sent), and inert: the one script and the one style that run
 * are named by their hashes, everything from the rollout is base64 in elements that no browser executes, but for the
 * title, which is escaped.
 */

import { createHash } from 'node:crypto';
import { textElement } from '../viewer/savedLines.ts';
import { sayIn } from '../viewer/words.ts';
import { englishPage, type PageTexts } from './pageTexts.ts';

export interface PageFiles {
  /** Texts of the built page for saved files; icons are inside the styles. */
  readonly script: string;
  readonly style: string;
}

export interface DataBlock {
  readonly id: string;
  readonly base64: string;
}

/** The file in pieces. Throws when the built page could end its own elements, which no build of it should. */
export function* pageHtml(
  title: string,
  { script, style }: PageFiles,
  blocks: Iterable<DataBlock>,
  texts: PageTexts = englishPage,
): Generator<string, void, undefined> {
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
    throw new Error('the built viewer page cannot stand inside a file; build it again');
  }
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src data:',
    'media-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const say = sayIn(texts.details);
  yield `<!DOCTYPE html>
<html lang="${escaped(texts.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body class="cellscope-alone">
<div id="root"></div>
<noscript>${escaped(say('This rollout is drawn by a script within this file; it sends and loads nothing.'))}</noscript>
${jsonBlock(textElement.page, texts.page)}${jsonBlock(textElement.details, texts.details)}`;
  for (const { id, base64 } of blocks) {
    yield `<script type="application/octet-stream" id="${escaped(id)}">${base64}</script>\n`;
  }
  yield `<script>${script}</script>\n</body>\n</html>\n`;
}

/** Texts, which no browser executes. They are the product's own; a `<` in them must not end the element all the same. */
function jsonBlock(id: string, texts: Readonly<Record<string, string>>): string {
  const json = JSON.stringify(texts).replaceAll('<', '\\u003c');
  return Object.keys(texts).length === 0 ? '' : `<script type="application/json" id="${id}">${json}</script>\n`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function escaped(text: string): string {
  return text.toWellFormed().replace(/[&<>"'\0]/g, character => `&#${character.charCodeAt(0) || 65533};`);
}

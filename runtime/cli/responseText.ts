/**
 * A cell's response as lines for a terminal: what the model would see, with media told in a line each.
 */

import type { CellResponse, ContentItem } from '../base/content.ts';

/** Ends with a line end. */
export function responseText({ output }: CellResponse): string {
  const items = typeof output === 'string' ? [output] : output.map(itemText);
  return items.map(text => (text.endsWith('\n') ? text : `${text}\n`)).join('');
}

function itemText(item: ContentItem): string {
  switch (item.type) {
    case 'text':
      return item.text;
    case 'image':
      return `[image, ${describeUrl(item.imageUrl)}, detail ${item.detail}]`;
    case 'audio':
      return `[audio, ${describeUrl(item.audioUrl)}]`;
  }
}

function describeUrl(url: string): string {
  const data = /^data:([^;,]*)[^,]*,/.exec(url);
  if (data === null) return url;
  const encoded = url.slice(data[0].length).replace(/=+$/, '').length;
  return `${data[1] || 'text/plain'}, about ${Math.floor((encoded * 3) / 4)} bytes`;
}

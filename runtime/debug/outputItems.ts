/**
 * What a message of a cell puts out, as content items; empty texts are none.
 */

import type { ContentItem, ImageDetail } from '../base/content.ts';
import type { FromChild } from '../protocol/messages.ts';

export function outputItems(message: FromChild, payload: Buffer): ContentItem[] {
  switch (message.t) {
    case 'text':
      return texts(message.l, payload.toString());
    case 'image':
      return [{ type: 'image', imageUrl: payload.toString(), detail: message.d as ImageDetail }];
    case 'audio':
      return [{ type: 'audio', audioUrl: payload.toString() }];
    default:
      return [];
  }
}

function texts(lengths: readonly number[], joined: string): ContentItem[] {
  const items: ContentItem[] = [];
  let at = 0;
  for (const length of lengths) {
    if (length > 0) items.push({ type: 'text', text: joined.slice(at, at + length) });
    at += length;
  }
  return items;
}

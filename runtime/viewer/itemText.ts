/** Conversation items as text. */

import type { ConversationItem, Graph, ItemPart } from '../trace/model.ts';

/** The texts of several items, an empty line between items; empty when there is none. */
export function outputText(graph: Graph, itemIds: readonly string[]): string {
  const texts: string[] = [];
  for (const id of itemIds) {
    const item = graph.conversation_items.get(id);
    if (item) texts.push(itemText(item));
  }
  return texts.join('\n\n');
}

export function itemText(item: ConversationItem): string {
  return item.body.parts.map(partText).join('\n');
}

export function partText(part: ItemPart): string {
  switch (part.type) {
    case 'text':
    case 'summary':
      return part.text;
    case 'code':
      return part.source;
    case 'json':
      return part.summary;
    case 'encoded':
      return `(${part.label}, ${part.value.length} characters)`;
    case 'payload_ref':
      return `(${part.label} in ${part.raw_payload_id})`;
  }
}

/** JSON laid out for reading; text that is not JSON, such as a preview that was cut, as it is. */
export function prettyJson(text: string): { readonly text: string; readonly language: 'json' | 'text' } {
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), language: 'json' };
  } catch {
    return { text, language: 'text' };
  }
}

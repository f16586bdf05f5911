/** What was said, as attribute values: bounded, because collectors drop spans that are too large. */

import type { ConversationItem, Graph, ItemPart } from '../model.ts';
import { toolName } from '../timeline/labels.ts';

/** Longest text in one attribute, characters. */
export const LONGEST_TEXT = 16 * 1024;

/** The texts of some items; null when there are none. */
export function textOf(graph: Graph, itemIds: readonly string[]): string | null {
  const texts = itemIds
    .flatMap(id => graph.conversation_items.get(id) ?? [])
    .map(item => item.body.parts.map(said).join('\n'));
  return texts.length === 0 ? null : cut(texts.join('\n\n'));
}

/** A response in the JSON form that the GenAI conventions give to messages; null when there was none. */
export function outputMessages(graph: Graph, itemIds: readonly string[]): string | null {
  const parts = itemIds.flatMap(id => graph.conversation_items.get(id) ?? []).map(item => messagePart(graph, item));
  return parts.length === 0 ? null : JSON.stringify([{ role: 'assistant', parts }]);
}

function messagePart(graph: Graph, item: ConversationItem): Record<string, string | null> {
  const content = cut(item.body.parts.map(said).join('\n'));
  switch (item.kind) {
    case 'function_call':
    case 'custom_tool_call': {
      const call = graph.tool_calls.get(item.call_id ?? '');
      const name = call ? toolName(call) : item.body.parts[0]?.type === 'code' ? 'exec' : 'unknown';
      return { type: 'tool_call', id: item.call_id, name, arguments: content };
    }
    case 'reasoning':
      return { type: 'reasoning', content };
    default:
      return { type: 'text', content };
  }
}

function said(part: ItemPart): string {
  switch (part.type) {
    case 'text':
    case 'summary':
      return part.text;
    case 'code':
      return part.source;
    case 'json':
      return part.summary;
    default:
      return `(${part.label})`;
  }
}

function cut(text: string): string {
  return text.length <= LONGEST_TEXT
    ? text
    : `${text.slice(0, LONGEST_TEXT).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters in all)`;
}

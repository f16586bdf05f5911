/**
 * Messages between agents, as the receiving thread shows them, and the edges that wait for one (trace-format §3, edges).
 *
 * An inter-agent item carries exactly the text that was sent: as an `agent_message` in one of its parts, in older bundles
 * as the `content` of a JSON object that is the only text of an assistant message.
 */

import { isRecord } from '../../base/json.ts';
import type { ConversationItem } from '../model.ts';

type Deliver = (item: ConversationItem) => void;

export class Mailbox {
  /** thread, then text */
  readonly #arrived = new Map<string, Map<string, ConversationItem[]>>();
  readonly #awaited = new Map<string, Map<string, Deliver[]>>();

  /** Tells every item that is a message; an edge that waited for its text gets it. */
  arrive(item: ConversationItem): void {
    for (const text of new Set(messageTexts(item))) {
      const waiting = this.#awaited.get(item.thread_id)?.get(text)?.shift();
      if (waiting) waiting(item);
      else listAt(this.#arrived, item.thread_id, text).push(item);
    }
  }

  /** Calls back at once or when a message with this text arrives. */
  expect(threadId: string, text: string, deliver: Deliver): void {
    const item = this.#arrived.get(threadId)?.get(text)?.shift();
    if (item) deliver(item);
    else listAt(this.#awaited, threadId, text).push(deliver);
  }
}

function listAt<T>(table: Map<string, Map<string, T[]>>, threadId: string, text: string): T[] {
  const texts = table.get(threadId) ?? new Map<string, T[]>();
  table.set(threadId, texts);
  const list = texts.get(text) ?? [];
  texts.set(text, list);
  return list;
}

function messageTexts(item: ConversationItem): string[] {
  if (item.role !== 'assistant' || item.kind !== 'message') return [];
  const { parts } = item.body;
  if (item.agent_message) {
    return parts.flatMap(part => (part.type === 'text' ? [part.text] : part.type === 'encoded' ? [part.value] : []));
  }
  const [only] = parts;
  if (parts.length !== 1 || only?.type !== 'text' || !only.text.startsWith('{')) return [];
  try {
    const message: unknown = JSON.parse(only.text);
    return isRecord(message) && typeof message.author === 'string' && typeof message.content === 'string'
      ? [message.content]
      : [];
  } catch {
    return [];
  }
}

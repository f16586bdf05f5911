/**
 * Messages between agents, as the receiving thread shows them, and the edges that wait for one (trace-format §3, edges).
 *
 * An inter-agent item carries exactly the text that was sent: as an `agent_message` in one of its parts, in older bundles
 * as the `content` of a JSON object that is the only text of an assistant message. An `agent_message` says who
 * sent it to whom, by the paths of their agents.
 */

import { isRecord } from '../../base/json.ts';
import type { ConversationItem } from '../model.ts';

interface Expectation {
  readonly from: string;
  deliver(item: ConversationItem): void;
}
/** The path of a thread's agent. */
type PathOf = (threadId: string) => string | undefined;

export class Mailbox {
  /** thread, then text */
  readonly #arrived = new Map<string, Map<string, ConversationItem[]>>();
  readonly #awaited = new Map<string, Map<string, Expectation[]>>();
  readonly #pathOf: PathOf;

  constructor(pathOf: PathOf) {
    this.#pathOf = pathOf;
  }

  /** Tells every item that is a message; an edge that waited for its text gets it. */
  arrive(item: ConversationItem): void {
    if (item.agent_message && item.agent_message.recipient !== this.#pathOf(item.thread_id)) return;
    for (const text of new Set(messageTexts(item))) {
      const waiting = takeFirst(this.#awaited.get(item.thread_id)?.get(text), ({ from }) => this.#isFrom(item, from));
      if (waiting) waiting.deliver(item);
      else listAt(this.#arrived, item.thread_id, text).push(item);
    }
  }

  /** Calls back at once or when a message with this text arrives, sent by one thread to another. */
  expect(from: string, to: string, text: string, deliver: (item: ConversationItem) => void): void {
    const item = takeFirst(this.#arrived.get(to)?.get(text), arrived => this.#isFrom(arrived, from));
    if (item) deliver(item);
    else listAt(this.#awaited, to, text).push({ from, deliver });
  }

  #isFrom(item: ConversationItem, threadId: string): boolean {
    return !item.agent_message || item.agent_message.author === this.#pathOf(threadId);
  }
}

function takeFirst<T>(list: T[] | undefined, fits: (entry: T) => boolean): T | undefined {
  const at = list?.findIndex(fits) ?? -1;
  return at < 0 ? undefined : list?.splice(at, 1)[0];
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

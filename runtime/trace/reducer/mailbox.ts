/**
 * Messages between agents, as the receiving thread shows them, and the edges that wait for one (trace-format §3, edges).
 *
 * An inter-agent item carries exactly the text that was sent: as an `agent_message` in one of its parts, in older bundles
 * as the `content` of a JSON object that is the only text of an assistant message. Both say who sent them to whom, by the
 * paths of their agents.
 */

import { isRecord } from '../../base/json.ts';
import type { ConversationItem } from '../model.ts';
import type { Rules } from '../upgrade/dialect.ts';

/** An item as a message. `author`: nothing where nobody asks who sent it. */
interface Letter {
  readonly author: string | undefined;
  readonly recipient: string;
  readonly texts: readonly string[];
}

interface Expectation {
  readonly from: string;
  deliver(item: ConversationItem): void;
}
/** The path of a thread's agent. */
type PathOf = (threadId: string) => string | undefined;

export class Mailbox {
  /** thread, then text */
  readonly #arrived = new Map<string, Map<string, { readonly item: ConversationItem; readonly letter: Letter }[]>>();
  readonly #awaited = new Map<string, Map<string, Expectation[]>>();
  readonly #rules: Rules;
  readonly #pathOf: PathOf;

  constructor(rules: Rules, pathOf: PathOf) {
    this.#rules = rules;
    this.#pathOf = pathOf;
  }

  /** Tells every item that is a message; an edge that waited for its text gets it. */
  arrive(item: ConversationItem): void {
    const letter = letterOf(item, this.#rules);
    if (!letter || letter.recipient !== this.#pathOf(item.thread_id)) return;
    for (const text of new Set(letter.texts)) {
      const waiting = takeFirst(this.#awaited.get(item.thread_id)?.get(text), ({ from }) => this.#isFrom(letter, from));
      if (waiting) waiting.deliver(item);
      else listAt(this.#arrived, item.thread_id, text).push({ item, letter });
    }
  }

  /** Calls back at once or when a message with this text arrives, sent by one thread to another. */
  expect(from: string, to: string, text: string, deliver: (item: ConversationItem) => void): void {
    const arrived = takeFirst(this.#arrived.get(to)?.get(text), ({ letter }) => this.#isFrom(letter, from));
    if (arrived) deliver(arrived.item);
    else listAt(this.#awaited, to, text).push({ from, deliver });
  }

  #isFrom({ author }: Letter, threadId: string): boolean {
    return author === undefined || author === this.#pathOf(threadId);
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

function letterOf(item: ConversationItem, rules: Rules): Letter | undefined {
  if (item.role !== 'assistant' || item.kind !== 'message') return undefined;
  const { parts } = item.body;
  if (item.agent_message) {
    const texts = parts.flatMap(part =>
      part.type === 'text' ? [part.text] : part.type === 'encoded' ? [part.value] : [],
    );
    return { ...item.agent_message, texts };
  }
  const [only] = parts;
  if (parts.length !== 1 || only?.type !== 'text' || !only.text.startsWith('{')) return undefined;
  return letterIn(only.text, rules);
}

function letterIn(text: string, rules: Rules): Letter | undefined {
  let letter: unknown;
  try {
    letter = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(letter)) return undefined;
  const { author, recipient, other_recipients: others = [], content, trigger_turn: triggers } = letter;
  if (typeof author !== 'string' || typeof recipient !== 'string' || typeof content !== 'string') return undefined;
  if (!Array.isArray(others) || typeof triggers !== 'boolean') return undefined;
  return { author: rules.authorCounts ? author : undefined, recipient, texts: [content] };
}

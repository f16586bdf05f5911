/**
 * A model item (one entry of a request's input or a response's output) in the words of the graph (trace-format §3, item mapping).
 *
 * Pure but for complaints. Leaves out identity: whether the item is one that was seen before is the conversation's question.
 */

import { isRecord } from '../../base/json.ts';
import type { ItemChannel, ItemKind, ItemPart, ItemRole } from '../model.ts';
import { type Check, fieldFault, nullable, object, tagged, text } from '../shape.ts';
import { compactText, contentDigest, cutToBytes, type ExactValue, parseExact, writeExact } from './exactJson.ts';
import type { Reduction } from './reduction.ts';

/** An item as it came: parsed, and its own text for what parsing loses. */
export interface SourceItem {
  readonly value: unknown;
  text(): string;
}

/** What an item says, before it has a name in the graph. */
export interface Candidate {
  readonly responsesId: string | undefined;
  readonly role: ItemRole;
  readonly channel: ItemChannel | null;
  readonly kind: ItemKind;
  readonly parts: ItemPart[];
  readonly callId: string | null;
  readonly agentMessage?: { author: string; recipient: string };
}

type Record_ = Record<string, unknown>;
const summaryBytes = 240;
const roles: ReadonlySet<unknown> = new Set<ItemRole>(['system', 'developer', 'user', 'assistant', 'tool']);
const isRole = (role: unknown): role is ItemRole => roles.has(role);
const number: Check<number> = {
  nullable: false,
  fault: value => (typeof value === 'number' ? undefined : 'must be a number'),
};
/** A recorder's own note to an item: no part of what the item says. */
const noteKey = 'internal_chat_message_metadata_passthrough';
const agentMessageFields = {
  id: nullable(text()),
  [noteKey]: nullable(object({ turn_id: nullable(text()), create_time: nullable(number) })),
  author: text(),
  recipient: text(),
  content: listOf(tagged({ input_text: { text: text() }, encrypted_content: { encrypted_content: text() } })),
};
const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Nothing when the item is passed over. */
export function readItem(source: SourceItem, payloadId: string, r: Reduction): Candidate | undefined {
  const { value } = source;
  const type = isRecord(value) ? value.type : undefined;
  if (!isRecord(value) || typeof type !== 'string') {
    r.problem({
      code: 'item-without-type',
      message: `model item in payload ${payloadId} did not contain a string type`,
      refs: [{ kind: 'raw_payload', id: payloadId }],
    });
    return undefined;
  }
  const reader = new ItemReader(source, value, payloadId, r);
  return reader.read(type);
}

class ItemReader {
  readonly #source: SourceItem;
  readonly #item: Record_;
  readonly #payloadId: string;
  readonly #r: Reduction;

  constructor(source: SourceItem, item: Record_, payloadId: string, r: Reduction) {
    this.#source = source;
    this.#item = item;
    this.#payloadId = payloadId;
    this.#r = r;
  }

  read(type: string): Candidate | undefined {
    const item = this.#item;
    switch (type) {
      case 'message':
        return this.#candidate(this.#role(), this.#phase(), 'message', this.#content('content', 'content'), null);
      case 'agent_message':
        this.#checkAgentMessage();
        return {
          ...this.#candidate('assistant', 'analysis', 'message', this.#content('content', 'content'), null),
          agentMessage: { author: stringOf(item.author) ?? '', recipient: stringOf(item.recipient) ?? '' },
        };
      case 'reasoning':
        return this.#candidate('assistant', 'analysis', 'reasoning', this.#reasoning(), null);
      case 'function_call':
        return this.#candidate('assistant', 'commentary', 'function_call', [this.#arguments()]);
      case 'custom_tool_call':
        return this.#candidate('assistant', 'commentary', 'custom_tool_call', [this.#input()]);
      case 'function_call_output':
      case 'custom_tool_call_output':
        return this.#candidate('tool', 'commentary', type, this.#content('output', 'tool_output'));
      case 'web_search_call':
      case 'local_shell_call':
      case 'image_generation_call':
      case 'tool_search_call':
        return this.#candidate('assistant', 'commentary', 'function_call', [this.#whole()]);
      case 'tool_search_output':
      case 'mcp_tool_call_output':
        return this.#candidate('tool', 'commentary', 'function_call_output', [this.#whole()]);
      case 'compaction':
      case 'compaction_summary':
      case 'context_compaction':
        if (typeof item.encrypted_content !== 'string') {
          const message = `compaction item in payload ${this.#payloadId} did not contain string encrypted_content`;
          this.#r.problem({ code: 'item-unreadable', message });
        }
        return this.#candidate('assistant', 'summary', 'message', this.#encoded(), null);
      case 'additional_tools':
        if (this.#r.rules.ignoresToolCatalogue) return undefined;
        break;
      default:
        break;
    }
    this.#r.problem({
      code: 'item-of-unknown-type',
      message: `unsupported model item type ${type} in payload ${this.#payloadId}`,
      refs: [{ kind: 'raw_payload', id: this.#payloadId }],
    });
    return this.#candidate('assistant', null, 'message', [this.#reference(type)]);
  }

  #candidate(
    role: ItemRole,
    channel: ItemChannel | null,
    kind: ItemKind,
    parts: ItemPart[],
    callId = stringOf(this.#item.call_id) ?? null,
  ): Candidate {
    return { responsesId: stringOf(this.#item.id), role, channel, kind, parts, callId };
  }

  #role(): ItemRole {
    const { role } = this.#item;
    if (isRole(role)) return role;
    this.#r.problem(
      typeof role === 'string'
        ? { code: 'item-of-unknown-role', message: `unsupported message role ${role} in payload ${this.#payloadId}` }
        : {
            code: 'item-without-role',
            message: `message item in payload ${this.#payloadId} did not contain a string role`,
          },
    );
    return 'user';
  }

  #phase(): ItemChannel | null {
    const { phase } = this.#item;
    return phase === 'commentary' ? 'commentary' : phase === 'final_answer' ? 'final' : null;
  }

  #checkAgentMessage(): void {
    const fault = fieldFault({ ...this.#item }, agentMessageFields);
    const empty = Array.isArray(this.#item.content) && this.#item.content.length === 0;
    if (fault === undefined && !empty) return;
    const name = `agent_message item in payload ${this.#payloadId}`;
    this.#r.problem(
      fault === undefined
        ? { code: 'item-empty', message: `${name} contained no content` }
        : { code: 'item-unreadable', message: `failed to parse ${name}`, causes: [fault] },
    );
  }

  /** A list of content parts; for outputs also a string or an object. */
  #content(key: 'content' | 'output', missingLabel: string): ItemPart[] {
    const content = this.#item[key];
    if (Array.isArray(content)) {
      if (content.length === 0 && this.#r.rules.emptyContentPart) {
        return [this.#reference('empty_content')];
      }
      return content.flatMap((part: unknown, index) => this.#part(part, key, index) ?? []);
    }
    if (key === 'output' && content !== undefined) {
      if (typeof content === 'string') return [{ type: 'text', text: content }];
      return [this.#json(() => this.#exact('output'))];
    }
    return [this.#reference(missingLabel)];
  }

  /** Nothing for a text part without a text. */
  #part(part: unknown, key: string, index: number): ItemPart | undefined {
    const record: Record_ = isRecord(part) ? part : {};
    const { type, text } = record;
    if (type === 'input_text' || type === 'output_text' || type === 'text') {
      return typeof text === 'string' ? { type: 'text', text } : undefined;
    }
    if (
      type === 'encrypted_content' &&
      typeof record.encrypted_content === 'string' &&
      this.#item.type === 'agent_message'
    ) {
      return { type: 'encoded', label: 'encrypted_content', value: record.encrypted_content };
    }
    return this.#reference(stringOf(type) ?? 'content', () => {
      const list = this.#exact(key);
      return (Array.isArray(list) ? list[index] : undefined) ?? null;
    });
  }

  #reasoning(): ItemPart[] {
    const fault = reasoningFault(this.#item);
    if (fault !== undefined) {
      this.#r.problem({ code: 'item-unreadable', message: `reasoning item in payload ${this.#payloadId} ${fault}` });
    }
    const parts: ItemPart[] = [
      ...textsOf(this.#item.content).map(text => ({ type: 'text', text }) as const),
      ...textsOf(this.#item.summary).map(text => ({ type: 'summary', text }) as const),
      ...this.#encoded(),
    ];
    if (parts.length === 0 && fault === undefined) {
      this.#r.problem({
        code: 'item-empty',
        message: `reasoning item in payload ${this.#payloadId} contained no content, summary, or encrypted_content`,
      });
    }
    return parts;
  }

  #encoded(): ItemPart[] {
    const value = stringOf(this.#item.encrypted_content);
    return value === undefined ? [] : [{ type: 'encoded', label: 'encrypted_content', value }];
  }

  #arguments(): ItemPart {
    const text = this.#item.arguments;
    if (text === undefined) return this.#reference('payload');
    if (typeof text !== 'string') return this.#json(() => this.#exact('arguments'));
    try {
      return { type: 'json', summary: cutToBytes(compactText(text), summaryBytes), raw_payload_id: this.#payloadId };
    } catch {
      return { type: 'text', text };
    }
  }

  #input(): ItemPart {
    const { input, name } = this.#item;
    if (typeof input !== 'string') return this.#whole();
    return name === 'exec' ? { type: 'code', language: 'javascript', source: input } : { type: 'text', text: input };
  }

  #whole(): ItemPart {
    return this.#json(() => withoutNote(this.#exact()));
  }

  #json(value: () => ExactValue): ItemPart {
    const summary = cutToBytes(writeExact(value(), false), summaryBytes);
    return { type: 'json', summary, raw_payload_id: this.#payloadId };
  }

  /** The digest is of the part referred to, where it is a part of a list. */
  #reference(label: string, part?: () => ExactValue): ItemPart {
    const reference: ItemPart = { type: 'payload_ref', label, raw_payload_id: this.#payloadId };
    if (part && this.#r.rules.identityById) reference.content_sha256 = contentDigest(part());
    return reference;
  }

  /** The item, or one of its fields, with the text of its numbers. */
  #exact(key?: string): ExactValue {
    const item = parseExact(this.#source.text());
    return key === undefined ? item : ((item instanceof Map ? item.get(key) : undefined) ?? null);
  }
}

/** The last entry takes the place of the one that is left out, as the reference has it. */
function withoutNote(item: ExactValue): ExactValue {
  if (!(item instanceof Map) || !item.has(noteKey)) return item;
  const entries = [...item];
  const at = entries.findIndex(([key]) => key === noteKey);
  const last = entries.pop();
  if (last && at < entries.length) entries[at] = last;
  return new Map(entries);
}

function textsOf(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap(entry => (isRecord(entry) && typeof entry.text === 'string' ? [entry.text] : []));
}

const reasoningTypes = { content: ['text', 'reasoning_text'], summary: ['summary_text'] };

function reasoningFault(item: Record_): string | undefined {
  for (const [key, types] of Object.entries(reasoningTypes)) {
    const list = item[key];
    if (list === undefined || (list === null && key === 'content')) continue;
    if (!Array.isArray(list)) return `had non-array ${key}`;
    for (const entry of list) {
      const type = isRecord(entry) ? entry.type : undefined;
      if (typeof type !== 'string') return `had ${key} entry without string type`;
      if (!types.includes(type)) return `had unsupported ${key} type ${type}`;
      if (!isRecord(entry) || typeof entry.text !== 'string') return `had ${key} entry without string text`;
    }
  }
  const secret = item.encrypted_content ?? '';
  return typeof secret === 'string' ? undefined : 'had non-string encrypted_content';
}

function listOf<T>(element: Check<T>): Check<readonly T[]> {
  return {
    nullable: false,
    fault(value) {
      if (!Array.isArray(value)) return 'must be a list';
      for (const part of value) {
        const fault = element.fault(part);
        if (fault !== undefined) return `has a part that ${fault}`;
      }
      return undefined;
    },
  };
}

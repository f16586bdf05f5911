/**
 * Lists of model items out of payloads: a request's input, a response's output, the histories of a compaction.
 *
 * A request is read from where it differs from its thread's request before; the rest is known (`requestHistory.ts`).
 */

import { isRecord } from '../../base/json.ts';
import type { PayloadRef } from '../events.ts';
import { elementSpans, listSpans } from './jsonSpans.ts';
import { type Candidate, readItem, type SourceItem } from './modelItem.ts';
import { checkEscapes, checkNesting, decode, jsonFault, parseJson } from './readJson.ts';
import type { Reduction } from './reduction.ts';
import { type Repetition, RequestHistory } from './requestHistory.ts';

type JsonRoot = Record<string, unknown>;

interface OpenPayload {
  readonly root: JsonRoot;
  readonly id: string;
  readonly bytes: Buffer;
}

export interface RequestItems {
  /** The items that are not known from the request before. */
  readonly items: Candidate[];
  /** How many items at the front are those of the request before. */
  readonly kept: number;
}

/** The key under which the rest of a list is parsed. No request has it. */
const restKey = '\u0000rest';
const restHead = `{${JSON.stringify(restKey)}:[`;

export class ItemLists {
  readonly #r: Reduction;
  readonly #history: RequestHistory;

  constructor(r: Reduction) {
    this.#r = r;
    this.#history = new RequestHistory(r.payloads.givesAway);
  }

  /** The items of a request; `before` is the inference whose request is still the thread's snapshot. */
  readRequest(
    ref: PayloadRef,
    threadId: string,
    inferenceId: string,
    before: string | undefined,
  ): RequestItems | undefined {
    const id = this.#r.register(ref);
    const bytes = this.#r.readBytes(ref, 'open', this.#history.takeSpare());
    if (!bytes) return undefined;
    let repeated = this.#history.repetition(threadId, before, bytes);
    let list: SourceItem[] | undefined;
    let root: unknown;
    try {
      list = repeated && restOfList(bytes, repeated);
      if (!list) root = parseJson(bytes);
    } catch (error) {
      this.#r.badPayload(ref, 'parse', jsonFault(error));
      return undefined;
    }
    if (!list) {
      repeated = undefined;
      list = this.#wholeList({ root: rootOf(root), id, bytes }, 'input', 'inference request');
    }
    if (!list) return undefined;
    const candidates = list.map(source => readItem(source, id, this.#r));
    const first = repeated?.elements ?? 0;
    const bound = list.findIndex((source, index) => {
      const candidate = candidates[index];
      return !isRecord(source.value) || (candidate !== undefined && isBound(candidate));
    });
    this.#history.remember(threadId, {
      inferenceId,
      bytes,
      repeated,
      isItem: candidates.map(candidate => candidate !== undefined),
      limit: bound < 0 ? first + candidates.length : first + bound,
    });
    return { items: candidates.filter(candidate => candidate !== undefined), kept: repeated?.items ?? 0 };
  }

  /** The next request of the thread is to be read as a whole. */
  forgetRequest(threadId: string): void {
    this.#history.forget(threadId);
  }

  readResponse(ref: PayloadRef): { items: Candidate[]; root: JsonRoot; bytes: Buffer } | undefined {
    const payload = this.#open(ref);
    const items = payload && this.#items(payload, 'output_items', 'inference response');
    return items && { items, root: payload.root, bytes: payload.bytes };
  }

  readCheckpoint(ref: PayloadRef): { input: Candidate[]; replacement: Candidate[] } | undefined {
    const payload = this.#open(ref);
    const input = payload && this.#items(payload, 'input_history', 'compaction checkpoint');
    const replacement = payload && this.#items(payload, 'replacement_history', 'compaction checkpoint');
    return input && replacement && { input, replacement };
  }

  /** A payload that is one item. */
  readSingle(ref: PayloadRef): Candidate | undefined {
    const payload = this.#r.open(ref);
    if (!payload) return undefined;
    const { value, bytes, id } = payload;
    // Passed over in lists only.
    if (rootOf(value).type === 'additional_tools') {
      const message = `unsupported model item type additional_tools in payload ${id}`;
      this.#r.problem({ code: 'item-of-unknown-type', message, refs: [{ kind: 'raw_payload', id }] });
    }
    return readItem({ value, text: () => bytes.toString('utf8') }, id, this.#r);
  }

  #open(ref: PayloadRef): OpenPayload | undefined {
    const payload = this.#r.open(ref);
    return payload && { root: rootOf(payload.value), id: payload.id, bytes: payload.bytes };
  }

  #items(payload: OpenPayload, key: string, what: string): Candidate[] | undefined {
    return this.#wholeList(payload, key, what)?.flatMap(source => readItem(source, payload.id, this.#r) ?? []);
  }

  #wholeList(payload: OpenPayload, key: string, what: string): SourceItem[] | undefined {
    const list = payload.root[key];
    if (!Array.isArray(list)) {
      this.#r.problem({
        code: 'payload-without-items',
        message: `${what} payload ${payload.id} did not contain ${key}`,
        refs: [{ kind: 'raw_payload', id: payload.id }],
      });
      return undefined;
    }
    let spans: Int32Array | undefined;
    return list.map((value: unknown, index) => ({
      value,
      text() {
        spans ??= elementSpans(payload.bytes, key);
        return payload.bytes.toString('utf8', spans[2 * index], spans[2 * index + 1]);
      },
    }));
  }
}

function rootOf(value: unknown): JsonRoot {
  return isRecord(value) ? value : {};
}

/** True when an item says where it was seen, so that it is not the same when it is seen elsewhere. */
function isBound(candidate: Candidate): boolean {
  return candidate.parts.some(part => part.type === 'payload_ref' && part.content_sha256 === undefined);
}

/** The elements after the repeated ones. Nothing when the payload has a second list, which would be the one that counts. */
function restOfList(bytes: Buffer, repeated: Repetition): SourceItem[] | undefined {
  const rest = bytes.subarray(repeated.end);
  const text = decode(rest);
  checkNesting(text, rest, 2);
  checkEscapes(text);
  const root = rootOf(JSON.parse(restHead + text.replace(/^[ \n\r\t]*,/, '')));
  const list = root[restKey];
  if (!Array.isArray(list) || Object.hasOwn(root, 'input')) return undefined;
  let spans: number[] | undefined;
  return list.map((value: unknown, index) => ({
    value,
    text() {
      if (!spans) {
        spans = [];
        listSpans(bytes, repeated.end, spans);
      }
      return bytes.toString('utf8', spans[2 * index], spans[2 * index + 1]);
    },
  }));
}

/**
 * Lists of model items out of payloads: a request's input, a response's output, the histories of a compaction.
 */

import { isRecord } from '../../base/json.ts';
import type { PayloadRef } from '../events.ts';
import { elementSpans } from './jsonSpans.ts';
import { type Candidate, readItem, type SourceItem } from './modelItem.ts';
import type { Reduction } from './reduction.ts';

type JsonRoot = Record<string, unknown>;

export class ItemLists {
  readonly #r: Reduction;

  constructor(r: Reduction) {
    this.#r = r;
  }

  /** The items of a request, but for the first `kept`, which are those of the thread's request before. */
  readRequest(ref: PayloadRef, _threadId: string): { items: Candidate[]; kept: number } | undefined {
    const payload = this.#open(ref);
    if (!payload) return undefined;
    const items = this.#items(
      payload,
      'input',
      `inference request payload ${ref.raw_payload_id} did not contain input`,
    );
    return items && { items, kept: 0 };
  }

  readResponse(ref: PayloadRef): { items: Candidate[]; root: JsonRoot } | undefined {
    const payload = this.#open(ref);
    if (!payload) return undefined;
    const complaint = `inference response payload ${ref.raw_payload_id} did not contain output_items`;
    const items = this.#items(payload, 'output_items', complaint);
    return items && { items, root: payload.root };
  }

  readCheckpoint(ref: PayloadRef): { input: Candidate[]; replacement: Candidate[] } | undefined {
    const payload = this.#open(ref);
    if (!payload) return undefined;
    const [input, replacement] = (['input_history', 'replacement_history'] as const).map(key =>
      this.#items(payload, key, `compaction checkpoint payload ${ref.raw_payload_id} did not contain ${key}`),
    );
    return input && replacement && { input, replacement };
  }

  /** A payload that is one item. */
  readSingle(ref: PayloadRef): Candidate | undefined {
    const payload = this.#r.open(ref);
    if (!payload) return undefined;
    return readItem({ value: payload.value, text: () => payload.bytes.toString('utf8') }, payload.id, this.#r);
  }

  #open(ref: PayloadRef): { root: JsonRoot; id: string; bytes: Buffer } | undefined {
    const payload = this.#r.open(ref);
    return payload && { root: isRecord(payload.value) ? payload.value : {}, id: payload.id, bytes: payload.bytes };
  }

  #items(
    payload: { root: JsonRoot; id: string; bytes: Buffer },
    key: string,
    complaint: string,
  ): Candidate[] | undefined {
    const list = payload.root[key];
    if (!Array.isArray(list)) {
      this.#r.problem({
        code: 'payload-without-items',
        message: complaint,
        refs: [{ kind: 'raw_payload', id: payload.id }],
      });
      return undefined;
    }
    const sources = sourceItems(list, payload.bytes, key);
    return sources.flatMap(source => readItem(source, payload.id, this.#r) ?? []);
  }
}

function sourceItems(list: readonly unknown[], bytes: Buffer, key: string): SourceItem[] {
  let spans: Int32Array | undefined;
  return list.map((value, index) => ({
    value,
    text() {
      spans ??= elementSpans(bytes, key);
      return bytes.toString('utf8', spans[2 * index], spans[2 * index + 1]);
    },
  }));
}

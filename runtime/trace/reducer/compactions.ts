/**
 * Compactions: the requests that were made for them, and the history that was put in the place of the old one.
 */

import type { Payload, PayloadRef } from '../events.ts';
import type { CompactionRequest, ExecutionStatus } from '../model.ts';
import type { Conversations } from './conversation.ts';
import { compareBytes } from './exactJson.ts';
import type { ItemLists } from './itemLists.ts';
import type { Reduction } from './reduction.ts';
import type { Rollout } from './rollout.ts';

interface RequestNames {
  readonly compaction_id: string;
  readonly compaction_request_id: string;
}

export class Compactions {
  readonly #r: Reduction;
  readonly #rollout: Rollout;
  readonly #conversations: Conversations;
  readonly #lists: ItemLists;
  /** Requests by the compaction they were made for. */
  readonly #requests = new Map<string, string[]>();

  constructor(r: Reduction, rollout: Rollout, conversations: Conversations, lists: ItemLists) {
    this.#r = r;
    this.#rollout = rollout;
    this.#conversations = conversations;
    this.#lists = lists;
  }

  requestStarted(payload: Payload<'compaction_request_started'>): void {
    const r = this.#r;
    const {
      compaction_request_id: id,
      compaction_id: compactionId,
      codex_turn_id: turnId,
      thread_id: threadId,
    } = payload;
    const refs = [{ kind: 'compaction_request', id } as const];
    if (r.graph.compaction_requests.has(id)) {
      r.problem({ code: 'compaction-started-twice', message: `duplicate compaction request start for ${id}`, refs });
      return;
    }
    this.#rollout.place(threadId, turnId, `compaction request ${id}`);
    r.graph.compaction_requests.set(id, {
      compaction_request_id: id,
      compaction_id: compactionId,
      thread_id: threadId,
      codex_turn_id: turnId,
      execution: r.begin(),
      model: payload.model,
      provider_name: payload.provider_name,
      raw_request_payload_id: r.pass(payload.request_payload),
      raw_response_payload_id: null,
    });
    const known = this.#requests.get(compactionId);
    if (known) known.push(id);
    else this.#requests.set(compactionId, [id]);
    r.touch('compaction_request', id);
  }

  requestCompleted(payload: Payload<'compaction_request_completed'>): void {
    this.#end(payload, 'completed', payload.response_payload);
  }

  requestFailed(payload: Payload<'compaction_request_failed'>): void {
    this.#end(payload, 'failed', null);
  }

  #end(names: RequestNames, status: ExecutionStatus, ref: PayloadRef | null): void {
    const r = this.#r;
    const id = names.compaction_request_id;
    const request: CompactionRequest | undefined = r.graph.compaction_requests.get(id);
    if (!request) {
      r.problem({
        code: 'unknown-compaction-request',
        message: `compaction request completion referenced unknown request ${id}`,
        refs: [{ kind: 'compaction_request', id }],
      });
      return;
    }
    if (names.compaction_id !== request.compaction_id) {
      const end = status === 'completed' ? 'completion' : 'failure';
      r.problem({
        code: 'compaction-mixed-up',
        message: `compaction request ${id} ${end} used compaction ${names.compaction_id}, but start used ${request.compaction_id}`,
        refs: [{ kind: 'compaction_request', id }],
      });
    }
    r.end(request.execution, status);
    if (ref) request.raw_response_payload_id = r.pass(ref);
    r.touch('compaction_request', id);
  }

  installed(payload: Payload<'compaction_installed'>): void {
    const r = this.#r;
    const id = payload.compaction_id;
    const refs = [{ kind: 'compaction', id } as const];
    if (r.graph.compactions.has(id)) {
      r.problem({ code: 'compaction-installed-twice', message: `duplicate compaction install for ${id}`, refs });
      return;
    }
    const { threadId, turnId } = r.moment;
    if (threadId === null || turnId === null) {
      const missing = threadId === null ? 'thread' : 'codex turn';
      const message = `compaction installed event ${id} did not include a ${missing} id`;
      r.problem({ code: 'compaction-without-place', message, refs });
      return;
    }
    this.#rollout.place(threadId, turnId, `compaction install ${id}`);
    const histories = this.#lists.readCheckpoint(payload.checkpoint_payload);
    const sighting = { threadId, turnId, producer: { type: 'compaction', compaction_id: id } } as const;
    const inputIds = this.#conversations.compacted(histories?.input ?? [], { threadId, turnId });
    const marker = this.#conversations.marker(
      {
        responsesId: undefined,
        role: 'assistant',
        channel: null,
        kind: 'compaction_marker',
        parts: [],
        callId: null,
      },
      sighting,
    );
    const replacementIds = histories ? this.#conversations.replacement(histories.replacement, sighting) : [];
    r.graph.compactions.set(id, {
      compaction_id: id,
      thread_id: threadId,
      codex_turn_id: turnId,
      installed_at_unix_ms: r.moment.ms,
      marker_item_id: marker,
      // Those that were made by now, in the order of their ids.
      request_ids: (this.#requests.get(id) ?? []).toSorted(compareBytes),
      input_item_ids: inputIds,
      replacement_item_ids: replacementIds,
    });
    r.touch('compaction', id);
  }
}

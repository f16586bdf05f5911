/**
 * Model calls: what was sent, what came back, and how it ended.
 */

import { isRecord } from '../../base/json.ts';
import type { Payload, PayloadRef } from '../events.ts';
import type { ExecutionStatus, InferenceCall, TokenUsage } from '../model.ts';
import { type CallLinks, isCall } from './callLinks.ts';
import type { Conversations } from './conversation.ts';
import type { ItemLists } from './itemLists.ts';
import { isWrittenWhole } from './readJson.ts';
import type { Reduction } from './reduction.ts';
import type { Rollout } from './rollout.ts';

interface Ending {
  readonly inference_call_id: string;
  readonly upstream_request_id: string | null;
}

export class Inferences {
  readonly #r: Reduction;
  readonly #rollout: Rollout;
  readonly #conversations: Conversations;
  readonly #lists: ItemLists;
  readonly #links: CallLinks;

  constructor(r: Reduction, rollout: Rollout, conversations: Conversations, lists: ItemLists, links: CallLinks) {
    this.#r = r;
    this.#rollout = rollout;
    this.#conversations = conversations;
    this.#lists = lists;
    this.#links = links;
  }

  started(payload: Payload<'inference_started'>): void {
    const r = this.#r;
    const { inference_call_id: id, codex_turn_id: turnId, thread_id: threadId, request_payload: ref } = payload;
    const refs = [{ kind: 'inference_call', id } as const];
    const turn = this.#rollout.turn(turnId, `inference start ${id} referenced unknown codex turn ${turnId}`, threadId);
    if (turn && turn.thread_id !== threadId) {
      r.problem({
        code: 'turn-of-other-thread',
        message: `inference start ${id} used thread ${threadId}, but codex turn ${turnId} belongs to ${turn.thread_id}`,
        refs,
      });
    }
    if (r.graph.inference_calls.has(id)) {
      r.problem({ code: 'inference-started-twice', message: `duplicate inference start for ${id}`, refs });
      return;
    }
    this.#rollout.thread(threadId);
    const inference: InferenceCall = {
      inference_call_id: id,
      thread_id: threadId,
      codex_turn_id: turnId,
      execution: r.begin(),
      model: payload.model,
      provider_name: payload.provider_name,
      response_id: null,
      upstream_request_id: null,
      request_item_ids: [],
      response_item_ids: [],
      tool_call_ids_started_by_response: [],
      usage: null,
      raw_request_payload_id: ref.raw_payload_id,
      raw_response_payload_id: null,
    };
    r.graph.inference_calls.set(id, inference);
    this.#rollout.ownInference(inference);
    r.touch('inference_call', id);
    const list = this.#lists.readRequest(ref, threadId, id, this.#conversations.latest(threadId));
    if (!list) {
      this.#links.itemsLost();
      return;
    }
    const { ids, lasting } = this.#conversations.request(id, list.items, { threadId, turnId }, list.kept);
    inference.request_item_ids = ids;
    if (!lasting) this.#lists.forgetRequest(threadId);
  }

  completed(payload: Payload<'inference_completed'>): void {
    const inference = this.#find(payload.inference_call_id, 'completion');
    if (!inference) return;
    this.#end(inference, payload, 'completed', payload.response_payload);
    inference.response_id = payload.response_id;
  }

  failed(payload: Payload<'inference_failed'>): void {
    const inference = this.#find(payload.inference_call_id, 'failure');
    if (inference) this.#end(inference, payload, 'failed', payload.partial_response_payload);
  }

  cancelled(payload: Payload<'inference_cancelled'>): void {
    const inference = this.#find(payload.inference_call_id, 'cancellation');
    if (inference) this.#end(inference, payload, 'cancelled', payload.partial_response_payload);
  }

  #find(id: string, what: string): InferenceCall | undefined {
    const inference = this.#r.graph.inference_calls.get(id);
    if (!inference) {
      this.#r.problem({
        code: 'unknown-inference',
        message: `inference ${what} referenced unknown call ${id}`,
        refs: [{ kind: 'inference_call', id }],
      });
    }
    return inference;
  }

  #end(inference: InferenceCall, ending: Ending, status: ExecutionStatus, ref: PayloadRef | null): void {
    const r = this.#r;
    // Whatever was told before of a response that came to nothing after all.
    inference.response_id = null;
    inference.upstream_request_id = ending.upstream_request_id ?? inference.upstream_request_id;
    if (r.rules.lastEndCounts || inference.execution.ended_at_unix_ms === null) r.end(inference.execution, status);
    this.#rollout.release(inference);
    r.touch('inference_call', inference.inference_call_id);
    if (!ref) return;
    inference.raw_response_payload_id = ref.raw_payload_id;
    const response = this.#lists.readResponse(ref);
    if (!response) {
      this.#links.itemsLost();
      return;
    }
    inference.usage = usageOf(response.root.token_usage, response.bytes) ?? inference.usage;
    const { thread_id: threadId, codex_turn_id: turnId } = inference;
    const producer = { type: 'inference', inference_call_id: inference.inference_call_id } as const;
    const items = this.#conversations.response(inference.inference_call_id, response.items, {
      threadId,
      turnId,
      producer,
    });
    inference.response_item_ids = items.map(item => item.item_id);
    const calls = new Set(items.filter(isCall).map(item => item.call_id));
    for (const callId of calls) if (callId !== null) this.#links.addResponse(inference, callId);
  }
}

/** None when a number is missing or is not one of 64 bits; what is below zero counts as nothing. */
function usageOf(value: unknown, bytes: Buffer): TokenUsage | null {
  if (!isRecord(value)) return null;
  const count = (key: string) => {
    const number = value[key];
    if (typeof number !== 'number' || !Number.isInteger(number) || !isWrittenWhole(bytes, key)) return undefined;
    return number > 2 ** 63 ? undefined : Math.max(0, number);
  };
  const input = count('input_tokens');
  const cached = count('cached_input_tokens');
  const written = count('cache_write_input_tokens') ?? 0;
  const output = count('output_tokens');
  const reasoning = count('reasoning_output_tokens');
  if (input === undefined || cached === undefined || output === undefined || reasoning === undefined) return null;
  return {
    input_tokens: input,
    cached_input_tokens: cached,
    cache_write_input_tokens: written,
    output_tokens: output,
    reasoning_output_tokens: reasoning,
  };
}

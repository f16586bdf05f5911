/**
 * Conversations: which items a thread has seen, under one name each (trace-format §3, conversation items).
 *
 * A thread's snapshot is the list of its last request and what was answered to it. A list of model items is matched
 * against it: the item at the same place of a request, else the first one not yet taken, is the same when it says the same;
 * the rest is new. The first request after a compaction is matched against what replaced the history instead.
 * Invariant: cost is that of the list that is matched, never of the graph.
 */

import type { ConversationItem, Producer } from '../model.ts';
import { type CallLinks, isCall, isOutput } from './callLinks.ts';
import type { Mailbox } from './mailbox.ts';
import type { Candidate } from './modelItem.ts';
import type { Reduction } from './reduction.ts';
import { bucketOf, sameContent, sameItem } from './sameItem.ts';

interface Acceptance {
  readonly ms: number;
  readonly seq: number;
}

interface Conversation {
  readonly threadId: string;
  snapshot: ConversationItem[];
  /** How much of it is the request; the rest was answered. */
  requested: number;
  /** Some item stands in the snapshot more than once. */
  repeats: boolean;
  /** What a compaction put in the place of the history, until a request shows it. */
  replaced: ConversationItem[] | undefined;
  /** The inference whose request the snapshot is, unless a compaction came after it. */
  latest: string | undefined;
  readonly listed: Set<string>;
  /** Messages between agents that were accepted and that no request has shown yet, by their own id. */
  readonly unseen: Map<string, ConversationItem>;
  /** By the item's own id. */
  readonly accepted: Map<string, Acceptance>;
  readonly byOwnId: Map<string, ConversationItem[]>;
  lastAssistantMessage: Map<string | null, ConversationItem>;
}

export interface Sighting {
  readonly threadId: string;
  readonly turnId: string | null;
  readonly producer?: Producer;
}

export class Conversations {
  readonly #threads = new Map<string, Conversation>();
  readonly #r: Reduction;
  readonly #links: CallLinks;
  readonly #mailbox: Mailbox;

  constructor(r: Reduction, links: CallLinks, mailbox: Mailbox) {
    this.#r = r;
    this.#links = links;
    this.#mailbox = mailbox;
  }

  #of(threadId: string): Conversation {
    let found = this.#threads.get(threadId);
    if (!found) {
      found = {
        threadId,
        snapshot: [],
        requested: 0,
        repeats: false,
        replaced: undefined,
        latest: undefined,
        listed: new Set(),
        unseen: new Map(),
        accepted: new Map(),
        byOwnId: new Map(),
        lastAssistantMessage: new Map(),
      };
      this.#threads.set(threadId, found);
    }
    return found;
  }

  /** The inference whose request the thread's snapshot begins with. */
  latest(threadId: string): string | undefined {
    return this.#threads.get(threadId)?.latest;
  }

  /**
   * The items of a request; `kept` of them at the front are those of the snapshot. Replaces the snapshot. `lasting`: the
   * same list, sent again, is these items again.
   */
  request(
    inferenceId: string,
    candidates: readonly Candidate[],
    sighting: Sighting,
    kept = 0,
  ): { readonly ids: string[]; readonly lasting: boolean } {
    const conversation = this.#of(sighting.threadId);
    const before = conversation.replaced ?? conversation.snapshot;
    const items = before.slice(0, kept);
    const find = this.#finder(conversation, before, kept);
    let lasting = true;
    for (const candidate of candidates) {
      const item = find(candidate, items.length) ?? this.#create(conversation, candidate, sighting);
      if (candidate.agentMessage && !sameContent(candidate, item)) lasting = false;
      this.#list(conversation, item);
      items.push(item);
    }
    conversation.latest = inferenceId;
    conversation.replaced = undefined;
    conversation.snapshot = items;
    conversation.requested = items.length;
    this.#links.settle(items);
    return { ids: items.map(item => item.item_id), lasting };
  }

  /** The items of a response join the snapshot of their request. Only an id can show that one is known already. */
  response(inferenceId: string, candidates: readonly Candidate[], sighting: Sighting): ConversationItem[] {
    const conversation = this.#of(sighting.threadId);
    const isLatest = conversation.latest === inferenceId || this.#r.rules.joinsEveryResponse;
    const taken = new Set<ConversationItem>();
    // A second answer takes the place of the first.
    if (isLatest && !this.#r.rules.joinsEveryResponse) conversation.snapshot.length = conversation.requested;
    return candidates.map(candidate => {
      const known = this.#knownById(conversation, candidate, taken);
      const item = known ?? this.#create(conversation, candidate, sighting);
      if (known && sighting.producer) this.#addProducer(known, sighting.producer);
      if (known && candidate.kind === 'reasoning') this.#complete(known, candidate);
      if (isLatest) conversation.snapshot.push(item);
      if (isLatest && known) conversation.repeats = true;
      taken.add(item);
      if (!this.#r.rules.listsAcceptedOnly) this.#list(conversation, item);
      return item;
    });
  }

  /** The history that was compacted: matched, without becoming the snapshot. */
  compacted(candidates: readonly Candidate[], sighting: Sighting): string[] {
    const conversation = this.#of(sighting.threadId);
    const find = this.#finder(conversation, conversation.snapshot, 0);
    return candidates.map(candidate => {
      const item = find(candidate) ?? this.#create(conversation, candidate, sighting);
      this.#list(conversation, item);
      return item.item_id;
    });
  }

  /** New items that replace the history, whatever they say. */
  replacement(candidates: readonly Candidate[], sighting: Sighting): string[] {
    const conversation = this.#of(sighting.threadId);
    conversation.latest = undefined;
    conversation.replaced = candidates.map(candidate => this.#createListed(conversation, candidate, sighting));
    return conversation.replaced.map(item => item.item_id);
  }

  /** One item beside the snapshot: a compaction's marker. */
  marker(candidate: Candidate, sighting: Sighting): string {
    return this.#createListed(this.#of(sighting.threadId), candidate, sighting).item_id;
  }

  /** A message from another agent, known before any request shows it. */
  message(candidate: Candidate, sighting: Sighting): void {
    const conversation = this.#of(sighting.threadId);
    if (this.#knownById(conversation, candidate)) return;
    const item = this.#createListed(conversation, candidate, sighting);
    if (candidate.responsesId !== undefined) conversation.unseen.set(candidate.responsesId, item);
  }

  #knownById(
    conversation: Conversation,
    candidate: Candidate,
    taken?: ReadonlySet<ConversationItem>,
  ): ConversationItem | undefined {
    if (candidate.responsesId === undefined || !this.#r.rules.identityById) return undefined;
    const items = conversation.byOwnId.get(candidate.responsesId);
    return items?.find(item => !taken?.has(item) && sameContent(candidate, item));
  }

  /** Whether the thread has shown an item with this id. */
  knows(threadId: string, ownId: string): boolean {
    return this.#threads.get(threadId)?.byOwnId.has(ownId) ?? false;
  }

  /** The thread took an item into its history. The first acceptance of an id counts. */
  accept(threadId: string, ownId: string): void {
    const conversation = this.#of(threadId);
    if (conversation.accepted.has(ownId)) return;
    conversation.accepted.set(ownId, { ms: this.#r.moment.ms, seq: this.#r.moment.seq });
    for (const item of conversation.byOwnId.get(ownId) ?? []) this.#markAccepted(conversation, item);
  }

  lastAssistantMessage(threadId: string, turnId: string): ConversationItem | undefined {
    return this.#threads.get(threadId)?.lastAssistantMessage.get(turnId);
  }

  /**
   * Finds candidates among the items `before`, of which those up to `from` are taken. `place`: where the candidate stands
   * in its list, when that counts.
   */
  #finder(
    conversation: Conversation,
    before: readonly ConversationItem[],
    from: number,
  ): (candidate: Candidate, place?: number) => ConversationItem | undefined {
    const { rules } = this.#r;
    const same = rules.identityById ? sameItem : sameContent;
    const taken = new Set(conversation.repeats ? before.slice(0, from) : []);
    const buckets = new Map<string, ConversationItem[]>();
    for (let i = from; i < before.length; i++) {
      const item = before[i];
      if (!item) continue;
      const key = bucketOf({ parts: item.body.parts, callId: item.call_id, agentMessage: item.agent_message });
      const bucket = buckets.get(key);
      if (bucket) bucket.push(item);
      else buckets.set(key, [item]);
    }
    return (candidate, place = -1) => {
      const bucket = buckets.get(bucketOf(candidate)) ?? [];
      const isFree = (item: ConversationItem) => !taken.has(item) && same(candidate, item);
      const there = before[place];
      const isThere = there !== undefined && (rules.placeCountsTwice ? same(candidate, there) : isFree(there));
      const item = isThere ? there : bucket.find(isFree);
      if (!item) return this.#takeUnseen(conversation, candidate);
      if (taken.has(item)) conversation.repeats = true;
      taken.add(item);
      const at = bucket.indexOf(item);
      if (at >= 0) bucket.splice(at, 1);
      if (candidate.kind === 'reasoning') this.#complete(item, candidate);
      this.#adoptId(conversation, item, candidate.responsesId);
      return item;
    };
  }

  /** The message that was accepted under this id, whoever sent it. The first request that shows it says last what it says. */
  #takeUnseen(conversation: Conversation, candidate: Candidate): ConversationItem | undefined {
    if (!candidate.agentMessage || candidate.responsesId === undefined) return undefined;
    const item = conversation.unseen.get(candidate.responsesId);
    if (!item) return undefined;
    conversation.unseen.delete(candidate.responsesId);
    if (!sameContent(candidate, item)) {
      item.body.parts = candidate.parts;
      this.#mailbox.arrive(item);
      this.#r.touch('conversation_item', item.item_id);
    }
    return item;
  }

  /** Reasoning may be told in parts: of each sort of them, the first that was seen stays. */
  #complete(item: ConversationItem, candidate: Candidate): void {
    const known = item.body.parts;
    const parts = (['text', 'summary', 'encoded'] as const).flatMap(type => {
      const seen = known.filter(part => part.type === type);
      return seen.length > 0 ? seen : candidate.parts.filter(part => part.type === type);
    });
    if (parts.length === known.length) return;
    item.body.parts = parts;
    this.#r.touch('conversation_item', item.item_id);
  }

  #create(conversation: Conversation, candidate: Candidate, sighting: Sighting): ConversationItem {
    const r = this.#r;
    this.#checkReuse(candidate, conversation.threadId);
    const item: ConversationItem = {
      item_id: `conversation_item:${r.graph.conversation_items.size + 1}`,
      thread_id: conversation.threadId,
      codex_turn_id: sighting.turnId,
      first_seen_at_unix_ms: r.moment.ms,
      role: candidate.role,
      channel: candidate.channel,
      kind: candidate.kind,
      ...(candidate.agentMessage ? { agent_message: candidate.agentMessage } : {}),
      body: { parts: candidate.parts },
      call_id: candidate.callId,
      produced_by: sighting.producer ? [sighting.producer] : [],
    };
    r.graph.conversation_items.set(item.item_id, item);
    this.#adoptId(conversation, item, candidate.responsesId);
    if (item.role === 'assistant' && item.kind === 'message' && !item.agent_message) {
      conversation.lastAssistantMessage.set(item.codex_turn_id, item);
    }
    this.#links.addItem(item);
    this.#mailbox.arrive(item);
    r.touch('conversation_item', item.item_id);
    return item;
  }

  #createListed(conversation: Conversation, candidate: Candidate, sighting: Sighting): ConversationItem {
    const item = this.#create(conversation, candidate, sighting);
    this.#list(conversation, item);
    return item;
  }

  #list(conversation: Conversation, item: ConversationItem): void {
    if (conversation.listed.has(item.item_id)) return;
    conversation.listed.add(item.item_id);
    insertByNumber(this.#r.graph.threads.get(conversation.threadId)?.conversation_item_ids ?? [], item.item_id);
    this.#r.touch('thread', conversation.threadId);
  }

  #addProducer(item: ConversationItem, producer: Producer): void {
    const text = JSON.stringify(producer);
    if (item.produced_by.some(known => JSON.stringify(known) === text)) return;
    item.produced_by.push(producer);
    this.#r.touch('conversation_item', item.item_id);
  }

  #adoptId(conversation: Conversation, item: ConversationItem, ownId: string | undefined): void {
    if (ownId === undefined || item.responses_item_id !== undefined || !this.#r.rules.identityById) return;
    item.responses_item_id = ownId;
    const same = conversation.byOwnId.get(ownId) ?? [];
    // In the order of first sight, which is not that in which they come by their ids.
    const number = numberOf(item.item_id);
    same.splice(same.findLastIndex(other => numberOf(other.item_id) < number) + 1, 0, item);
    conversation.byOwnId.set(ownId, same);
    if (conversation.accepted.has(ownId)) this.#markAccepted(conversation, item);
  }

  #markAccepted(conversation: Conversation, item: ConversationItem): void {
    const acceptance = conversation.accepted.get(item.responses_item_id ?? '');
    if (!acceptance) return;
    item.accepted_at_unix_ms = acceptance.ms;
    item.accepted_seq = acceptance.seq;
    this.#list(conversation, item);
    this.#r.touch('conversation_item', item.item_id);
  }

  /** A call id stands for one call. Before 0.169 also for one output, but losing nothing over that is no fault of a reader. */
  #checkReuse(candidate: Candidate, threadId: string): void {
    const { rules, strict } = this.#r;
    if (!isCall(candidate) && !(strict && rules.oneOutputPerCall && isOutput(candidate))) return;
    const known = this.#links.itemsLike(candidate, threadId);
    if (known.length === 0 || known.every(item => sameContent(candidate, item))) return;
    this.#r.problem({
      code: 'call-id-reused',
      message: `model-visible call id ${candidate.callId} was reused with different content`,
      refs: known.map(item => ({ kind: 'conversation_item', id: item.item_id })),
    });
  }
}

/** Lists stay in the order of first sight; an item that is listed late is nearly always the last all the same. */
function insertByNumber(ids: string[], id: string): void {
  let at = ids.length;
  const number = numberOf(id);
  while (at > 0 && numberOf(ids[at - 1] ?? '') > number) at--;
  if (at === ids.length) ids.push(id);
  else ids.splice(at, 0, id);
}

function numberOf(id: string): number {
  return Number(id.slice(id.indexOf(':') + 1));
}

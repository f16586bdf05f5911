/**
 * When two sightings of a model item are one item (trace-format §3, equality).
 *
 * JSON parts compare by their summary, reasoning by its encrypted content where both have it, payload references by the
 * digest of what they refer to (schema 1: never across payloads).
 */

import type { ConversationItem, ItemPart } from '../model.ts';
import type { Candidate } from './modelItem.ts';

/** Ids that do not contradict each other: equal, or one of them unknown. */
function idsAgree(candidate: Candidate, item: ConversationItem): boolean {
  return (
    candidate.responsesId === undefined ||
    item.responses_item_id === undefined ||
    candidate.responsesId === item.responses_item_id
  );
}

/** The same item, seen again. */
export function sameItem(candidate: Candidate, item: ConversationItem): boolean {
  return idsAgree(candidate, item) && sameContent(candidate, item);
}

export function sameContent(candidate: Candidate, item: ConversationItem): boolean {
  if (
    candidate.kind !== item.kind ||
    candidate.callId !== item.call_id ||
    candidate.role !== item.role ||
    candidate.channel !== item.channel ||
    candidate.agentMessage?.author !== item.agent_message?.author ||
    candidate.agentMessage?.recipient !== item.agent_message?.recipient
  ) {
    return false;
  }
  const known = item.body.parts;
  if (candidate.kind === 'reasoning') {
    const secret = encoded(candidate.parts);
    const knownSecret = encoded(known);
    if (secret !== undefined && knownSecret !== undefined) return secret === knownSecret;
  }
  return candidate.parts.length === known.length && candidate.parts.every((part, i) => samePart(part, known[i]));
}

function encoded(parts: readonly ItemPart[]): string | undefined {
  for (const part of parts) if (part.type === 'encoded') return part.value;
  return undefined;
}

function samePart(a: ItemPart, b: ItemPart | undefined): boolean {
  if (!b) return false;
  switch (a.type) {
    case 'text':
    case 'summary':
      return b.type === a.type && a.text === b.text;
    case 'encoded':
      return b.type === a.type && a.value === b.value && a.label === b.label;
    case 'code':
      return b.type === a.type && a.source === b.source && a.language === b.language;
    case 'json':
      return b.type === a.type && a.summary === b.summary;
    case 'payload_ref':
      return (
        b.type === a.type &&
        a.label === b.label &&
        (a.content_sha256 === undefined ? a.raw_payload_id === b.raw_payload_id : a.content_sha256 === b.content_sha256)
      );
  }
}

interface Bucketed {
  readonly parts: readonly ItemPart[];
  readonly callId: string | null;
  readonly agentMessage?: { readonly author: string } | undefined;
}

/** A string that equal items share; unequal ones seldom do. Lets a list be searched without comparing everything. */
export function bucketOf(item: Bucketed): string {
  if (item.callId !== null) return item.callId;
  if (item.agentMessage) return '/';
  const secret = encoded(item.parts);
  if (secret !== undefined) return secret;
  const [first] = item.parts;
  switch (first?.type) {
    case undefined:
      return '';
    case 'text':
    case 'summary':
      return first.text;
    case 'code':
      return first.source;
    case 'json':
      return first.summary;
    case 'encoded':
      return first.value;
    case 'payload_ref':
      return first.content_sha256 ?? first.raw_payload_id;
  }
}

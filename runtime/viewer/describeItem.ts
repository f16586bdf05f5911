/** Details of conversation items and payload files. */

import type { ConversationItem, Graph, Producer, RawPayload } from '../trace/model.ts';
import type { EntityDetails } from './details.ts';
import { DetailsBuilder } from './detailsBuilder.ts';
import { partText, prettyJson } from './itemText.ts';
import { type Say, sayKnown } from './words.ts';

export function describeItem(graph: Graph, item: ConversationItem, say: Say): EntityDetails {
  const details = new DetailsBuilder(graph, { kind: 'conversation_item', id: item.item_id }, say);
  details
    .field('Role', sayKnown(say, item.role))
    .field('Channel', item.channel)
    .moment('First seen', item.first_seen_at_unix_ms)
    .moment('Accepted', item.accepted_at_unix_ms)
    .field('From agent', item.agent_message?.author)
    .field('To agent', item.agent_message?.recipient)
    .link('Turn', 'codex_turn', item.codex_turn_id)
    .link('Thread', 'thread', item.thread_id)
    .link('Call', 'tool_call', item.call_id);
  for (const producer of item.produced_by) producedBy(details, producer);
  for (const part of item.body.parts) {
    switch (part.type) {
      case 'code':
        details.block('Source', part.language === 'javascript' ? 'javascript' : 'text', part.source);
        break;
      case 'json': {
        const { text, language } = prettyJson(part.summary);
        details.block('Content', language, text).payload('Whole content', part.raw_payload_id);
        break;
      }
      case 'payload_ref':
        details.blockCalled(part.label, 'text', partText(part)).payloadCalled(part.label, part.raw_payload_id);
        break;
      default:
        details.block(part.type === 'summary' ? 'Summary' : 'Content', 'text', partText(part));
    }
  }
  return details.build(sayKnown(say, item.kind.replaceAll('_', ' ')), item.item_id);
}

export function describePayload(graph: Graph, payload: RawPayload, say: Say): EntityDetails {
  return new DetailsBuilder(graph, { kind: 'raw_payload', id: payload.raw_payload_id }, say)
    .field('Kind', payload.kind.type)
    .field('File', payload.path)
    .payload('Content', payload.raw_payload_id)
    .build(sayKnown(say, payload.kind.type.replaceAll('_', ' ')), payload.raw_payload_id);
}

function producedBy(details: DetailsBuilder, producer: Producer): void {
  switch (producer.type) {
    case 'inference':
      details.link('Produced by', 'inference_call', producer.inference_call_id);
      return;
    case 'tool':
      details.link('Produced by', 'tool_call', producer.tool_call_id);
      return;
    case 'code_cell':
      details.link('Produced by', 'code_cell', producer.code_cell_id);
      return;
    case 'compaction':
      details.link('Produced by', 'compaction', producer.compaction_id);
  }
}

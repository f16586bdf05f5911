/**
 * Notifications among the outputs of an `exec` call (trace-format §4): every output but the answer itself, which is
 * known by its header. A recording does not label them.
 */

import type { ConversationItem } from '../model.ts';

const answer = /^(Script (completed|failed|terminated|running with cell ID \S+)\nWall time |aborted by user )/;

export function isNotification(item: ConversationItem): boolean {
  const [part] = item.body.parts;
  return item.kind === 'custom_tool_call_output' && part?.type === 'text' && !answer.test(part.text);
}

export function notificationText(item: ConversationItem): string {
  return item.body.parts.map(part => (part.type === 'text' ? part.text : '')).join(' ');
}

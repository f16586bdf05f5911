/**
 * What goes wrong while a bundle is read, in words that can be said in another language.
 *
 * A finding of the reader says what it met in the terms of the format, as every reader of bundles does; those stay. What
 * kind of trouble it is stands here by its code, and is said before it where the reader's language is another one.
 * A refusal of the whole bundle is a sentence with a path or a number in it, told by its shape.
 */

import type { Finding } from '../finding.ts';

export const readingTexts: Readonly<Record<string, string>> = {
  'acceptance-of-other-item': 'an item was accepted into the wrong history',
  'acceptance-without-thread': 'an item was accepted into the history of no thread',
  'arguments-unreadable': 'the arguments of a call cannot be read',
  'call-id-reused': 'two calls have the same id',
  'call-run-twice': 'a call ran twice',
  'cell-started-twice': 'a cell started twice',
  'cell-without-turn': 'a cell belongs to no turn',
  'compaction-installed-twice': 'a compaction was installed twice',
  'compaction-mixed-up': 'a compaction does not fit its request',
  'compaction-started-twice': 'a compaction started twice',
  'compaction-without-place': 'a compaction has no place in its thread',
  'edge-conflict': 'two connections between agents contradict each other',
  'event-after-end': 'the recording goes on after its end',
  'event-missing': 'events are missing or out of order',
  'event-of-other-rollout': 'an event belongs to another rollout',
  'event-schema': 'an event has a schema that is not known',
  'event-unknown': 'an event of an unknown kind was left out',
  'event-unreadable': 'an event cannot be read',
  'inference-started-twice': 'a model call started twice',
  'item-empty': 'a conversation item is empty',
  'item-of-unknown-role': 'a conversation item has an unknown role',
  'item-of-unknown-type': 'a conversation item is of an unknown kind',
  'item-unreadable': 'a conversation item cannot be read',
  'item-without-role': 'a conversation item has no role',
  'item-without-type': 'a conversation item has no kind',
  'line-not-utf8': 'a line of the log is no text',
  'line-too-long': 'a line of the log is too long',
  'log-empty': 'the log is empty',
  'log-truncated': 'the log was cut off',
  'log-unreadable': 'the log cannot be read to its end',
  'manifest-unreadable': 'the manifest cannot be read',
  'mcp-correlated-twice': 'a call has two MCP calls',
  'metadata-unreadable': 'what is said about a thread cannot be read',
  'payload-broken': 'a payload is broken',
  'payload-missing': 'a payload is missing',
  'payload-outside': 'a payload lies outside of the bundle and was not read',
  'payload-too-large': 'a payload is too large to be read',
  'payload-unreadable': 'a payload cannot be read',
  'payload-without-items': 'a payload has no conversation in it',
  'process-changed': 'a terminal changed its process',
  'result-unreadable': 'a result cannot be read',
  'runtime-started-twice': 'a call reached the runtime twice',
  'runtime-unreadable': 'what the runtime told of a call cannot be read',
  'schema-newer': 'this bundle is newer than what is understood here',
  'thread-resumed-alive': 'a thread was resumed before it had ended',
  'thread-started-twice': 'a thread started twice',
  'tool-started-twice': 'a tool call started twice',
  'tool-without-thread': 'a tool call belongs to no thread',
  'turn-of-other-thread': 'a turn belongs to another thread',
  'turn-started-twice': 'a turn started twice',
  'unknown-cell': 'a cell is not in this rollout',
  'unknown-compaction-request': 'a compaction request is not in this rollout',
  'unknown-inference': 'a model call is not in this rollout',
  'unknown-thread': 'a thread is not in this rollout',
  'unknown-tool-call': 'a tool call is not in this rollout',
  'unknown-turn': 'a turn is not in this rollout',
  'wait-unreadable': 'a wait cannot be read',
  'wait-without-cell': 'a wait names no cell',
};

export const refusalTexts = [
  '{0} cannot be read: this folder is not a rollout bundle, or it was moved',
  '{0} cannot be read, and without the event log nothing of the rollout can be shown',
  '{0} cannot be read',
  '{0} cannot be used, and no event of the log can be read: nothing of the rollout can be shown',
  'it is empty',
  'it is cut off before its end',
  'it is no JSON from line {0}, column {1} on',
  'it is no JSON',
  'read {0}',
  'not a JSON object',
  'it has {0} bytes; {1} are read at most',
  'No such file or directory',
  'Permission denied',
  'Is a directory',
  'Not a plain file',
  'the {0} files in {1} are all that is left of it',
  'there is a trace.jsonl.gz beside it: unpack that',
  'it is compressed with gzip: unpack it under the same name',
  'Reading was cancelled: only the beginning of this rollout is shown.',
] as const;

const shapes = refusalTexts.map(text => ({ text, shape: shapeOf(text) }));

/** What was met while reading, its kind of trouble first and in the language of `texts`; as it is without a text. */
export function retoldReading(finding: Finding, texts: Readonly<Record<string, string>>): Finding {
  const kind = Object.hasOwn(readingTexts, finding.code) ? readingTexts[finding.code] : undefined;
  const told = kind === undefined ? undefined : texts[kind];
  return told ? { ...finding, message: `${told}: ${finding.message}` } : finding;
}

/** A refusal, or the cause of one, in the language of `texts`; as it is where nobody knows its shape. */
export function retoldRefusal(message: string, texts: Readonly<Record<string, string>>): string {
  for (const { text, shape } of shapes) {
    const values = shape.exec(message);
    const own = texts[text];
    if (values && own) return own.replace(/\{(\d)\}/g, (whole, index) => values[Number(index) + 1] ?? whole);
  }
  return message;
}

function shapeOf(text: string): RegExp {
  const parts = text.split(/\{\d\}/).map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(.+?)')}$`, 's');
}

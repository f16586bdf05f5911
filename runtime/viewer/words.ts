/**
 * The words in which details are told, each once, so that they can be told in another language.
 *
 * `{0}` stands for an argument. Whoever shows details hands in a `Say`; without one they are in English. Text from a
 * trace never passes through as a word.
 */

/** What details say of their own accord. */
const told = [
  'Accepted',
  'Agent {0}',
  'Asked by',
  'Asked to terminate it',
  'Asks',
  'Call',
  'Call item',
  'Called by',
  'Called {0}',
  'Carried',
  'Cell',
  'Cell {0}',
  'Cells',
  'Channel',
  'Command',
  'Compaction',
  'Compaction request',
  'Content',
  'Conversation items',
  'Dearest polling loop',
  'Done',
  'Duration',
  'Ended',
  'Ended: {0}',
  'Error output',
  'Exit code',
  'File',
  'First response',
  'First seen',
  'Folder',
  'From',
  'From agent',
  'Got the answer: {0}',
  'Input',
  'Input to the process',
  'Input tokens',
  'Installed',
  'Invocation',
  'Items after',
  'Items before',
  'Items received',
  'Items sent',
  'Kind',
  'Line',
  'Lines in errors',
  'MCP call',
  'Marker',
  'Message',
  'Model',
  'Model call',
  'Model calls',
  'Name',
  'Nested call',
  'Nested calls',
  'Opened by',
  'Operation',
  'Operations',
  'Output',
  'Output item',
  'Output tokens',
  'Path',
  'Price of waiting',
  'Process',
  'Process event',
  'Produced by',
  'Promised to return after',
  'Provider',
  'Received',
  'Replacement',
  'Request',
  'Requests',
  'Response',
  'Result',
  'Returned after',
  'Role',
  'Runtime event',
  'Runtime id',
  'Saw “{0}”',
  'Sent',
  'Source',
  'Source item',
  'Spawn',
  'Spawned by',
  'Started',
  'State of the runtime',
  'Status',
  'Submitted the cell',
  'Summary',
  'Task',
  'Terminal',
  'Thread',
  'To',
  'To agent',
  'Turn',
  'Turn {0}',
  'Turns',
  'Upstream request',
  'Wait',
  'Waited for it',
  'Waits',
  'Waits for',
  'What the model saw',
  'What the model saw of {0}',
  'Whole content',
  'Yielded and runs on',
  'and {0} more nested calls',
  'cell {0}, which is not in this rollout',
  'count from the line after the pragma',
  'its end was not recorded',
  'none: its turn ended',
  'not recorded',
  'the cell to stop',
  'the model',
  '{0} (default)',
  '{0} ({1} cached)',
  '{0} ({1} reasoning)',
  '{0} after {1}',
  '{0} tokens in ({1} cached), {2} out',
  '{0} waits in a row, {1} tokens',
  '{0} {1} after {2}',
  '{0}, for 1 wait',
  '{0}, for {1} waits',
  '{0}: not listed',
] as const;

/** What a trace says in words of its format, by which people know it. */
const known = [
  'running',
  'completed',
  'failed',
  'cancelled',
  'aborted',
  'yielded',
  'terminated',
  'starting',
  'message',
  'reasoning',
  'function call',
  'function call output',
  'custom tool call',
  'custom tool call output',
  'compaction marker',
  'spawn agent',
  'assign agent task',
  'send message',
  'agent result',
  'close agent',
  'user',
  'assistant',
  'system',
  'developer',
  'tool',
  'person',
] as const;

/** What a saved file says of itself. */
const saved = [
  'A part of this file is missing.',
  'Payloads were left out when this file was saved.',
  'This browser is too old to unpack this file.',
  'This file is incomplete; save it again.',
  'This file was saved by another version of Cellscope.',
  'This payload is not in this file.',
  'This rollout is drawn by a script within this file; it sends and loads nothing.',
] as const;

export const words = [...told, ...known, ...saved];
export type Word = (typeof words)[number];

/** A word in the language of whoever looks, its arguments filled in. */
export type Say = (word: Word, ...values: readonly (string | number)[]) => string;

export const english: Say = fill;

/** Says what `texts` has by its English words, and the rest in English. */
export function sayIn(texts: Readonly<Record<string, string>>): Say {
  return (word, ...values) => fill(texts[word] ?? word, ...values);
}

/** A word of the format in the reader's language; any other as it is. */
export function sayKnown(say: Say, word: string): string {
  const own = known.find(each => each === word);
  return own === undefined ? word : say(own);
}

/** What went wrong with a saved file in the reader's language; what nobody foresaw as it is. */
export function saySaved(say: Say, fault: string): string {
  const own = saved.find(each => each === fault);
  return own === undefined ? fault : say(own);
}

function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}

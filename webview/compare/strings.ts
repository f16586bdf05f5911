/**
 * Every text the comparing page shows of its own accord, once, so that a translation can replace it.
 *
 * `{0}` stands for an argument. Text from a trace never passes through here.
 */

import { isRecord } from '../../runtime/base/json.ts';

const english = {
  'page.name': 'Compare rollouts',
  'page.loading': 'Reading both rollouts…',
  'side.left': 'Left',
  'side.right': 'Right',
  'facts.label': 'Totals',
  'facts.what': 'What',
  'fact.status': 'Status',
  'fact.duration': 'Duration',
  'fact.turns': 'Turns',
  'fact.modelCalls': 'Model calls',
  'fact.cells': 'Cells',
  'fact.nestedCalls': 'Nested calls',
  'fact.waits': 'Waits',
  'fact.failures': 'Failures',
  'fact.inputTokens': 'Input tokens',
  'fact.cachedTokens': 'Cached input tokens',
  'fact.outputTokens': 'Output tokens',
  'fact.differs': 'differs',
  'tools.label': 'Comparison tools',
  'tools.only': 'Only differences',
  'tools.next': 'Next difference',
  'tools.previous': 'Previous difference',
  'tools.help': 'Keys',
  'count.none': 'No differences',
  'count.one': '1 difference',
  'count.many': '{0} differences',
  'thread.left': '{0}, only on the left',
  'thread.right': '{0}, only on the right',
  'thread.empty': 'Nothing was said or run here.',
  'thread.noDifference': 'Nothing differs here.',
  'thread.more': 'Show {0} more',
  'change.same': 'Same',
  'change.timing': 'Other time',
  'change.changed': 'Changed',
  'change.left': 'Only on the left',
  'change.right': 'Only on the right',
  'difference.source': 'source',
  'difference.text': 'text',
  'difference.status': 'status',
  'difference.output': 'output',
  'difference.calls': 'nested calls',
  'difference.duration': 'duration',
  'row.loading': 'Loading…',
  'row.gone': 'This is not there any more.',
  'row.nothing': 'There is no text to compare.',
  'row.openLeft': 'Show the left one in its timeline',
  'row.openRight': 'Show the right one in its timeline',
  'block.source': 'Source',
  'block.text': 'Text',
  'block.output': 'What the model saw of it',
  'block.calls': 'Nested calls',
  'block.cut': 'Only the beginning is compared.',
  'line.fold': '{0} equal lines',
  'line.left': 'left',
  'line.right': 'right',
  'call.tool': 'Call',
  'call.none': 'not called',
  'help.title': 'Keys',
  'help.close': 'Close',
  'key.down': 'Next line',
  'key.up': 'Previous line',
  'key.first': 'First line',
  'key.last': 'Last line',
  'key.toggle': 'Show or hide what differs',
  'key.expand': 'Show what differs',
  'key.collapse': 'Hide it again',
  'key.next': 'Next difference',
  'key.previous': 'Previous difference',
  'key.only': 'Only differences on or off',
  'key.openLeft': 'Show the left one in its timeline',
  'key.openRight': 'Show the right one in its timeline',
  'key.help': 'This help',
} as const;

export type StringKey = keyof typeof english;
export const stringKeys = Object.keys(english) as StringKey[];

const translated = new Map<string, string>();

/** The text for a key with its arguments filled in. */
export function t(key: StringKey, ...values: readonly (string | number)[]): string {
  const text = translated.get(key) ?? english[key];
  return text.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
}

/** Takes translations; anything that is not a known key with a text is passed over. */
export function translate(bundle: unknown): void {
  if (!isRecord(bundle)) return;
  for (const key of stringKeys) {
    const text = bundle[key];
    if (typeof text === 'string') translated.set(key, text);
  }
}

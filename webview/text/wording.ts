/**
 * Labels of the timeline in the reader's language.
 *
 * The projection names things in English, so that a search and a permalink mean the same everywhere; what it names by
 * itself is recognised here by its form. Names of tools, commands and messages stay as they are.
 */

import { type StringKey, t } from '../strings.ts';
import { formatDuration } from './formatTime.ts';

const ours = /^(?:Cell|Turn|Processes|compaction|failed|asked|waited|answered|really|yielded|promised)\b/;

const exact: Readonly<Record<string, StringKey>> = {
  Processes: 'label.processes',
  compaction: 'kind.compaction',
  failed: 'status.failed',
  'asked to stop': 'label.askedToStop',
  'waited for again': 'label.waitedAgain',
  answered: 'label.answered',
  'answered: completed': 'label.answeredCompleted',
  'answered: failed': 'label.answeredFailed',
  'answered: terminated': 'label.answeredTerminated',
  'really over': 'mark.reallyOver',
};

const forms: readonly (readonly [form: RegExp, key: StringKey])[] = [
  [/^Cell of (\S+)$/, 'label.cellOf'],
  [/^Cell (\S+)$/, 'label.cell'],
  [/^Turn (\d+)$/, 'label.turn'],
  [/^yielded after (\d+) ms, promised (\d+) ms$/, 'label.yielded'],
  [/^yielded after (\d+) ms, promised (\d+) ms \(default\)$/, 'label.yieldedDefault'],
  [/^promised to return after (\d+) ms$/, 'label.promised'],
  [/^promised to return after (\d+) ms \(default\)$/, 'label.promisedDefault'],
];

/**
 * The label as it is shown; the same text when it is none of ours. `asked`: it names who made a request, which is a
 * person unless a program gave its name.
 */
export function worded(label: string, asked = false): string {
  if (asked) return label === 'person' ? t('label.person') : label;
  if (!ours.test(label) || label.length > 120) return label;
  const own = Object.hasOwn(exact, label) ? exact[label] : undefined;
  if (own) return t(own);
  for (const [form, key] of forms) {
    const found = form.exec(label);
    if (!found) continue;
    const parts = found.slice(1);
    return t(key, ...(label.includes(' ms') ? parts.map(part => formatDuration(Number(part))) : parts));
  }
  return label;
}

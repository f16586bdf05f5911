/** What a comparison names in the words of a trace, in the reader's language: states, cells, turns of speech. */

import type { EntryView } from '../../runtime/viewer/compare/comparison.ts';
import { stringKeys, t } from './strings.ts';

/** `completed, 3 s` with its first word translated, where that is a state; any other text as it is. */
export function stateIn(text: string): string {
  const word = /^[a-z]+/.exec(text)?.[0] ?? '';
  const key = stringKeys.find(each => each === `status.${word}`);
  return key ? t(key) + text.slice(word.length) : text;
}

/** `Cell 3`; the name of a tool or of who spoke as it is. */
export function nameOf({ kind, name }: EntryView): string {
  const id = kind === 'cell' ? /^Cell (.+)$/.exec(name)?.[1] : undefined;
  return id === undefined ? name : t('label.cell', id);
}

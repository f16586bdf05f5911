/** Puts a text on the clipboard, says so, and is `done` for a moment. */

import { useSignal } from '@preact/signals';
import { t } from '../strings.ts';
import { useViewer } from './viewer.ts';

/** ms */
const doneFor = 1500;

export function useCopy(): { readonly done: boolean; readonly copy: (text: string) => void } {
  const { model } = useViewer();
  const done = useSignal(false);
  const write = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      done.value = true;
      model.announcement.value = t('details.copied');
      setTimeout(() => {
        done.value = false;
      }, doneFor);
    } catch {
      // A page without clipboard rights: the text can still be selected by hand.
    }
  };
  return { done: done.value, copy: text => void write(text) };
}

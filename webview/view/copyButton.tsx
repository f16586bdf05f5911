/** Copies a text and says so for a moment. */

import { useSignal } from '@preact/signals';
import { t } from '../strings.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export function CopyButton({ text, label }: { text: string; label: string }) {
  const { model } = useViewer();
  const done = useSignal(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      done.value = true;
      model.announcement.value = t('details.copied');
      setTimeout(() => {
        done.value = false;
      }, 1500);
    } catch {
      // A page without clipboard rights: the text can still be selected by hand.
    }
  };
  return <IconButton icon={done.value ? 'check' : 'copy'} label={label} onPress={() => void copy()} />;
}

/** Copies a text and says so for a moment. */

import { IconButton } from './iconButton.tsx';
import { useCopy } from './useCopy.ts';

export function CopyButton({ text, label }: { text: string; label: string }) {
  const { done, copy } = useCopy();
  return <IconButton icon={done ? 'check' : 'copy'} label={label} onPress={() => copy(text)} />;
}

/** Keys as a keyboard of the reader's language names them; letters and signs are the same on each. */

import type { sharedTexts } from '../sharedTexts.ts';

const names: Readonly<Record<string, keyof typeof sharedTexts>> = {
  Home: 'keyName.home',
  End: 'keyName.end',
  Enter: 'keyName.enter',
  Space: 'keyName.space',
};

/** `t`: the texts of the page that shows it. */
export function keyName(t: (key: keyof typeof sharedTexts) => string, shown: string): string {
  const key = names[shown];
  return key ? t(key) : shown;
}

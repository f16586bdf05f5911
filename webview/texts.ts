/**
 * The texts of a page, each under a key, and their translations.
 *
 * `{0}` stands for an argument. A translation comes as an object of texts by key, such as the page's JSON block
 * (`#cellscope-strings`); what it lacks stays English. Text from a trace never passes through here.
 */

import { isRecord } from '../runtime/base/json.ts';

export interface Texts<Key extends string> {
  readonly keys: readonly Key[];
  /** The text for a key with its arguments filled in. */
  readonly t: (key: Key, ...values: readonly (string | number)[]) => string;
  /** Takes translations; anything that is not a known key with a text is passed over. */
  readonly translate: (bundle: unknown) => void;
}

export function textsOf<Key extends string>(english: Readonly<Record<Key, string>>): Texts<Key> {
  const keys = Object.keys(english) as Key[];
  const translated = new Map<Key, string>();
  return {
    keys,
    t: (key, ...values) => {
      const text = translated.get(key) ?? english[key];
      return text.replace(/\{(\d)\}/g, (whole, index) => String(values[Number(index)] ?? whole));
    },
    translate: bundle => {
      if (!isRecord(bundle)) return;
      for (const key of keys) {
        const text = bundle[key];
        if (typeof text === 'string') translated.set(key, text);
      }
    },
  };
}

/** What the host has put into the page to translate it; null when there is nothing, or nothing that can be read. */
export function embeddedTexts(id = 'cellscope-strings'): unknown {
  const text = document.getElementById(id)?.textContent;
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

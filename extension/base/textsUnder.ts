/**
 * Texts that are said below the extension, in the editor's language: in a translated bundle they stand under a prefix and
 * their key, which is their English text or, for the pages, a name. Empty where the editor speaks English.
 */

import * as vscode from 'vscode';

export type TextPrefix = 'viewer' | 'compare' | 'details' | 'finding';

export function textsUnder(prefix: TextPrefix): Record<string, string> {
  const entries = Object.entries(vscode.l10n.bundle ?? {}).filter(([key]) => key.startsWith(`${prefix}:`));
  return Object.fromEntries(entries.map(([key, text]) => [key.slice(prefix.length + 1), String(text)]));
}

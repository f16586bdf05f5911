/** Every key of the comparing page, once: handling and the help are made from this table. */

import type { StringKey } from './strings.ts';

export type CompareAction =
  | 'down'
  | 'up'
  | 'first'
  | 'last'
  | 'toggle'
  | 'expand'
  | 'collapse'
  | 'next'
  | 'previous'
  | 'only'
  | 'openLeft'
  | 'openRight'
  | 'help';

export interface CompareKey {
  readonly action: CompareAction;
  readonly key: string;
  readonly shown: string;
  readonly text: StringKey;
}

/** `toggle` stands here for the help alone: a line is a button, and Enter presses it. */
export const compareKeys: readonly CompareKey[] = [
  { action: 'down', key: 'ArrowDown', shown: '↓', text: 'key.down' },
  { action: 'up', key: 'ArrowUp', shown: '↑', text: 'key.up' },
  { action: 'first', key: 'Home', shown: 'Home', text: 'key.first' },
  { action: 'last', key: 'End', shown: 'End', text: 'key.last' },
  { action: 'toggle', key: 'Enter', shown: 'Enter', text: 'key.toggle' },
  { action: 'expand', key: 'ArrowRight', shown: '→', text: 'key.expand' },
  { action: 'collapse', key: 'ArrowLeft', shown: '←', text: 'key.collapse' },
  { action: 'next', key: 'n', shown: 'N', text: 'key.next' },
  { action: 'previous', key: 'p', shown: 'P', text: 'key.previous' },
  { action: 'only', key: 'o', shown: 'O', text: 'key.only' },
  { action: 'openLeft', key: 'l', shown: 'L', text: 'key.openLeft' },
  { action: 'openRight', key: 'r', shown: 'R', text: 'key.openRight' },
  { action: 'help', key: '?', shown: '?', text: 'key.help' },
];

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What a key press asks for, or null. Presses with Ctrl, Alt or Cmd belong to the editor, Enter to what has the focus. */
export function compareAction(press: KeyPress): CompareAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const typed = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const action = compareKeys.find(row => row.key === typed)?.action ?? null;
  return action === 'toggle' ? null : action;
}

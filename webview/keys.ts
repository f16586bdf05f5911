/**
 * Every key of the viewer, once: handling and the help sheet are made from this table.
 *
 * Letters that stand for a place on the keyboard (W A S D) are matched by physical code, so they work on any layout;
 * letters that stand for a word are matched by what they type.
 */

import type { StringKey } from './strings.ts';

export type KeyAction =
  | 'zoomIn'
  | 'zoomOut'
  | 'panLeft'
  | 'panRight'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'first'
  | 'last'
  | 'previousMark'
  | 'nextMark'
  | 'focus'
  | 'range'
  | 'folds'
  | 'path'
  | 'copyLink'
  | 'note'
  | 'all'
  | 'details'
  | 'back'
  | 'search'
  | 'nextHit'
  | 'previousHit'
  | 'toggleLane'
  | 'toggleCells'
  | 'mode'
  | 'follow'
  | 'outline'
  | 'findings'
  | 'totals'
  | 'onlyInView'
  | 'stepBack'
  | 'stepForward'
  | 'play'
  | 'moment'
  | 'help';

export interface KeyRow {
  readonly action: KeyAction;
  readonly group: 'move' | 'view' | 'find' | 'play';
  /** Physical codes (`KeyW`) or typed characters; the first is shown in the help. */
  readonly codes?: readonly string[];
  readonly keys?: readonly string[];
  readonly shown: string;
  readonly text: StringKey;
}

export const keyTable: readonly KeyRow[] = [
  { action: 'left', group: 'move', keys: ['ArrowLeft'], shown: '←', text: 'key.left' },
  { action: 'right', group: 'move', keys: ['ArrowRight'], shown: '→', text: 'key.right' },
  { action: 'up', group: 'move', keys: ['ArrowUp'], shown: '↑', text: 'key.up' },
  { action: 'down', group: 'move', keys: ['ArrowDown'], shown: '↓', text: 'key.down' },
  { action: 'first', group: 'move', keys: ['Home'], shown: 'Home', text: 'key.first' },
  { action: 'last', group: 'move', keys: ['End'], shown: 'End', text: 'key.last' },
  { action: 'previousMark', group: 'move', keys: [','], shown: ',', text: 'key.previousMark' },
  { action: 'nextMark', group: 'move', keys: ['.'], shown: '.', text: 'key.nextMark' },
  { action: 'details', group: 'move', keys: ['Enter'], shown: 'Enter', text: 'key.details' },
  { action: 'back', group: 'move', keys: ['Escape'], shown: 'Esc', text: 'key.back' },
  { action: 'toggleLane', group: 'move', keys: [' '], shown: 'Space', text: 'key.toggleLane' },
  { action: 'toggleCells', group: 'move', keys: ['x'], shown: 'X', text: 'key.toggleCells' },
  { action: 'zoomIn', group: 'view', codes: ['KeyW'], keys: ['+', '='], shown: 'W', text: 'key.zoomIn' },
  { action: 'zoomOut', group: 'view', codes: ['KeyS'], keys: ['-', '_'], shown: 'S', text: 'key.zoomOut' },
  { action: 'panLeft', group: 'view', codes: ['KeyA'], shown: 'A', text: 'key.panLeft' },
  { action: 'panRight', group: 'view', codes: ['KeyD'], shown: 'D', text: 'key.panRight' },
  { action: 'focus', group: 'view', keys: ['f'], shown: 'F', text: 'key.focus' },
  { action: 'range', group: 'view', keys: ['r'], shown: 'R', text: 'key.range' },
  { action: 'path', group: 'view', keys: ['c'], shown: 'C', text: 'key.path' },
  { action: 'folds', group: 'view', keys: ['u'], shown: 'U', text: 'key.folds' },
  { action: 'all', group: 'view', keys: ['0'], shown: '0', text: 'key.all' },
  { action: 'copyLink', group: 'view', keys: ['y'], shown: 'Y', text: 'key.copyLink' },
  { action: 'note', group: 'view', keys: ['e'], shown: 'E', text: 'key.note' },
  { action: 'mode', group: 'view', keys: ['t'], shown: 'T', text: 'key.mode' },
  { action: 'follow', group: 'view', keys: ['l'], shown: 'L', text: 'key.follow' },
  { action: 'outline', group: 'view', keys: ['o'], shown: 'O', text: 'key.outline' },
  { action: 'findings', group: 'view', keys: ['i'], shown: 'I', text: 'key.findings' },
  { action: 'onlyInView', group: 'view', keys: ['v'], shown: 'V', text: 'key.onlyInView' },
  { action: 'totals', group: 'view', keys: ['m'], shown: 'M', text: 'key.totals' },
  { action: 'search', group: 'find', keys: ['/'], shown: '/', text: 'key.search' },
  { action: 'nextHit', group: 'find', keys: ['n'], shown: 'N', text: 'key.nextHit' },
  { action: 'previousHit', group: 'find', keys: ['p'], shown: 'P', text: 'key.previousHit' },
  { action: 'stepBack', group: 'play', keys: ['['], shown: '[', text: 'key.stepBack' },
  { action: 'stepForward', group: 'play', keys: [']'], shown: ']', text: 'key.stepForward' },
  { action: 'moment', group: 'play', keys: ['j'], shown: 'J', text: 'key.moment' },
  { action: 'play', group: 'play', keys: ['k'], shown: 'K', text: 'key.play' },
  { action: 'help', group: 'find', keys: ['?'], shown: '?', text: 'key.help' },
];

export interface KeyPress {
  readonly code: string;
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What a key press asks for, or null. Presses with Ctrl, Alt or Cmd belong to the editor. */
export function actionFor(press: KeyPress): KeyAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const byCode = keyTable.find(row => row.codes?.includes(press.code));
  if (byCode) return byCode.action;
  const typed = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  return keyTable.find(row => row.keys?.includes(typed))?.action ?? null;
}

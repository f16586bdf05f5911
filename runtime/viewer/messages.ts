/**
 * The two message unions between a viewer page and its host (an extension, or a saved file).
 *
 * Invariants: the page asks, the host answers by `requestId`; payload bytes cross only when asked for, and bounded;
 * a page that missed a delta (`version` gap, or it was hidden) says `ready` again and gets the whole timeline.
 */

import { isRecord } from '../base/json.ts';
import type { EntityRef, TimelineDelta } from '../trace/timeline/columns.ts';
import type { EntityDetails, PayloadResult } from './details.ts';
import { type Answer, asQuestion, type Question } from './questions.ts';
import type { Sketch } from './sketch.ts';

export type { PayloadResult } from './details.ts';

export interface FindingView {
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly message: string;
  readonly refs: readonly EntityRef[];
  /** What the first of them are called, aligned with `refs`; absent without a rollout to look into. */
  readonly names?: readonly string[];
}

/** What somebody wrote about an object. */
export interface NoteView {
  readonly ref: EntityRef;
  readonly text: string;
}

export interface TimelineMessage {
  readonly type: 'timeline';
  readonly delta: TimelineDelta;
  /** So many more messages of this timeline wait; the next comes when the page asks for it with `more`. Absent: none. */
  readonly rest?: number;
  /** With the first part of a large timeline: what the rest will look like. */
  readonly sketch?: Sketch;
}

export type HostMessage =
  | TimelineMessage
  | { readonly type: 'header'; readonly header: ViewerHeader }
  | { readonly type: 'details'; readonly requestId: number; readonly details: EntityDetails | null }
  | { readonly type: 'payload'; readonly requestId: number; readonly result: PayloadResult }
  /** Null: there is no rollout, or it cannot be read. */
  | { readonly type: 'answer'; readonly requestId: number; readonly answer: Answer | null }
  /** The host wants this object selected and in view, such as after a click in the tree. */
  | { readonly type: 'reveal'; readonly ref: EntityRef }
  | { readonly type: 'problem'; readonly message: string };

export interface ViewerHeader {
  readonly title: string;
  /** `none`: nothing is open, show how to begin. `loading` carries a fraction 0..1 when known. */
  readonly state: 'none' | 'loading' | 'live' | 'recorded';
  readonly progress?: number;
  readonly bundleKey?: string;
  readonly findings: readonly FindingView[];
  /** Absent where none can be written, such as in a saved file. */
  readonly notes?: readonly NoteView[];
  /** Cells that can be waited on or terminated here and now; empty for recorded rollouts. */
  readonly liveCells: readonly { readonly cellId: string; readonly label: string; readonly ref?: EntityRef }[];
  /** False: no cell can be run here, such as in a workspace that is not trusted. */
  readonly mayRun?: boolean;
  /** True: whoever looks has not put the first steps away yet. */
  readonly newcomer?: boolean;
}

export type PageMessage =
  | { readonly type: 'ready' }
  /** What came has been drawn; the next part of the timeline may come. */
  | { readonly type: 'more' }
  | { readonly type: 'details'; readonly requestId: number; readonly ref: EntityRef }
  | { readonly type: 'payload'; readonly requestId: number; readonly payloadId: string }
  | { readonly type: 'question'; readonly requestId: number; readonly question: Question }
  | { readonly type: 'open'; readonly what: 'source' | 'payload'; readonly id: string; readonly line?: number }
  /** `revealed`: the host asked for it, so nobody has chosen it here. */
  | { readonly type: 'selected'; readonly ref: EntityRef | null; readonly revealed?: true }
  | {
      readonly type: 'command';
      readonly command: PageCommand;
      readonly cellId?: string;
      /** What the command is about, when that is no live cell. */
      readonly ref?: EntityRef;
    };

const pageCommands = [
  'run',
  'wait',
  'terminate',
  'openRollout',
  'showLog',
  'copyLink',
  'editNote',
  'deleteNote',
  /** The first steps were put away. */
  'beenHere',
] as const;
export type PageCommand = (typeof pageCommands)[number];
/** What a command asks of the window; the other one is only remembered. */
export type WindowCommand = Exclude<PageCommand, 'beenHere'>;

const pageTypes: readonly PageMessage['type'][] = [
  'ready',
  'more',
  'details',
  'payload',
  'question',
  'open',
  'selected',
  'command',
];

/** The host's border: anything but a well-formed page message is refused with `null`, never acted on. */
export function asPageMessage(value: unknown): PageMessage | null {
  if (!isRecord(value) || !pageTypes.some(type => type === value.type)) return null;
  switch (value.type as PageMessage['type']) {
    case 'ready':
    case 'more':
      return { type: value.type as 'ready' | 'more' };
    case 'details':
      return typeof value.requestId === 'number' && isEntityRef(value.ref)
        ? { type: 'details', requestId: value.requestId, ref: value.ref }
        : null;
    case 'payload':
      return typeof value.requestId === 'number' && typeof value.payloadId === 'string'
        ? { type: 'payload', requestId: value.requestId, payloadId: value.payloadId }
        : null;
    case 'question': {
      const question = asQuestion(value.question);
      return question && typeof value.requestId === 'number'
        ? { type: 'question', requestId: value.requestId, question }
        : null;
    }
    case 'open':
      if ((value.what !== 'source' && value.what !== 'payload') || typeof value.id !== 'string') return null;
      return {
        type: 'open',
        what: value.what,
        id: value.id,
        ...(typeof value.line === 'number' ? { line: value.line } : {}),
      };
    case 'selected':
      if (value.ref !== null && !isEntityRef(value.ref)) return null;
      return { type: 'selected', ref: value.ref, ...(value.revealed === true ? { revealed: true } : {}) };
    case 'command': {
      const command = pageCommands.find(name => name === value.command);
      if (!command) return null;
      return {
        type: 'command',
        command,
        ...(typeof value.cellId === 'string' ? { cellId: value.cellId } : {}),
        ...(isEntityRef(value.ref) ? { ref: value.ref } : {}),
      };
    }
  }
}

function isEntityRef(value: unknown): value is EntityRef {
  return isRecord(value) && typeof value.kind === 'string' && typeof value.id === 'string';
}

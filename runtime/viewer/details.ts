/**
 * Everything a details pane shows of one object, as plain data. Payload bytes are named, never carried.
 */

import type { EntityRef } from '../trace/timeline/columns.ts';

export type Tone = 'plain' | 'good' | 'bad' | 'muted';

export interface DetailField {
  readonly label: string;
  readonly value: string;
  readonly tone?: Tone;
  readonly link?: EntityRef;
}

/** A block of text with a language for highlighting: source, input, output, error. */
export interface DetailBlock {
  readonly title: string;
  readonly language: 'javascript' | 'json' | 'text';
  readonly text: string;
  /** Full length when `text` was cut, characters. */
  readonly cutFrom?: number;
}

/** A place in the source of a cell, and the nested calls it made. */
export interface CallLine {
  /** What is called there, as offsets into the source as it was submitted. */
  readonly from: number;
  readonly to: number;
  /** Counted from 1, with the pragma line. */
  readonly line: number;
  readonly count: number;
  /** The first of the calls, in order of their beginning. */
  readonly calls: readonly EntityRef[];
}

export interface PayloadLink {
  readonly payloadId: string;
  readonly label: string;
  /** To be shown without being asked for: it says why something failed. */
  readonly unfolded?: boolean;
}

/** The text of a payload, when somebody asked for it. */
export type PayloadResult =
  | { readonly ok: true; readonly text: string; readonly bytes: number; readonly cut: boolean }
  | { readonly ok: false; readonly message: string };

/** One moment of an object's life, told from the model's side or the runtime's. */
export interface StoryRow {
  readonly side: 'model' | 'runtime';
  /** Since the beginning of the rollout. */
  readonly atMs: number;
  readonly text: string;
  readonly tone?: Tone;
  readonly ref?: EntityRef;
}

export interface EntityDetails {
  readonly ref: EntityRef;
  readonly title: string;
  readonly subtitle: string;
  readonly fields: readonly DetailField[];
  readonly blocks: readonly DetailBlock[];
  /** Of a cell: which places of its first block, the source, made which calls; as far as the text leaves no choice. */
  readonly callLines?: readonly CallLine[];
  /** What the model saw beside what the runtime did, in order of time; where the two differ, as for a cell. */
  readonly story?: readonly StoryRow[];
  readonly payloads: readonly PayloadLink[];
  readonly related: readonly { readonly label: string; readonly ref: EntityRef }[];
}

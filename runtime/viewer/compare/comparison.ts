/**
 * Two rollouts side by side, as plain data for a page.
 *
 * Rows are in the order of the conversation, each with what stands at that place on the left, on the right, or on both.
 * Texts in rows are short; what a row holds in full is asked for by its key.
 */

import type { EntityRef } from '../../trace/timeline/columns.ts';

export type Side = 'left' | 'right';

/**
 * `same`: nothing differs that matters; `timing`: only how long it took; `changed`: what was said, ran or came of it;
 * `left` and `right`: it stands on that side only.
 */
export type RowChange = 'same' | 'timing' | 'changed' | 'left' | 'right';

export type EntryKind = 'message' | 'reasoning' | 'cell' | 'call' | 'output' | 'marker';

export interface EntryView {
  readonly ref: EntityRef;
  readonly kind: EntryKind;
  /** `user`, `Cell 3`, `wait`. */
  readonly name: string;
  /** One line of what it says or does. */
  readonly text: string;
  /** As the graph has it; absent for what has no life of its own. */
  readonly status?: string;
  /** ms; absent while it runs, and for what takes no time. */
  readonly durationMs?: number;
  /** Nested calls of a cell. */
  readonly calls?: number;
}

export type DifferenceKind = 'source' | 'text' | 'status' | 'output' | 'calls' | 'duration';

export interface ComparedRow {
  /** Stays the same while both rollouts grow. */
  readonly key: string;
  readonly change: RowChange;
  readonly left: EntryView | null;
  readonly right: EntryView | null;
  readonly differences: readonly DifferenceKind[];
}

export interface ComparedThread {
  readonly name: string;
  /** False where only one side has such a thread. */
  readonly both: boolean;
  readonly rows: readonly ComparedRow[];
}

export interface ComparedFact {
  readonly label: FactLabel;
  readonly left: string;
  readonly right: string;
  readonly differs: boolean;
}
export type FactLabel =
  | 'status'
  | 'duration'
  | 'turns'
  | 'modelCalls'
  | 'cells'
  | 'nestedCalls'
  | 'waits'
  | 'failures'
  | 'inputTokens'
  | 'cachedTokens'
  | 'outputTokens';

export interface Comparison {
  readonly titles: Readonly<Record<Side, string>>;
  /** Without what neither has. */
  readonly facts: readonly ComparedFact[];
  readonly threads: readonly ComparedThread[];
}

export interface LineChange {
  /** `fold` stands for unchanged lines that are left out; its text is their number. */
  readonly mark: 'same' | 'left' | 'right' | 'fold';
  readonly text: string;
}

export interface DiffBlock {
  readonly title: 'source' | 'text' | 'output';
  readonly lines: readonly LineChange[];
  /** Only the beginning was compared. */
  readonly cut: boolean;
}

export interface ComparedCall {
  readonly name: string;
  readonly input: string;
  readonly left: string | null;
  readonly right: string | null;
  readonly differs: boolean;
}

export interface RowDetails {
  readonly key: string;
  readonly blocks: readonly DiffBlock[];
  readonly calls: readonly ComparedCall[];
}

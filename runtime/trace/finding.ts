/**
 * A finding: something a reader of a rollout should know, in one sentence, with the place and the entities it is about.
 *
 * Invariant: `code` is stable and machine-readable, `message` is for people and says what to do where something can be done.
 */

import type { EntityRef } from './timeline/columns.ts';

export type FindingSeverity = 'error' | 'warning' | 'info';

export interface Finding {
  readonly severity: FindingSeverity;
  readonly code: string;
  readonly message: string;
  /** Relative to the bundle: `trace.jsonl`, `payloads/7.json`. */
  readonly file?: string;
  /** Line of `file`, from 1. */
  readonly line?: number;
  readonly refs: readonly EntityRef[];
}

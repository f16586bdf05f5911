/**
 * A rollout that is open in this window, as its viewers need it: one for all of them, whether it is read from disk,
 * grows on disk, or is being recorded right here.
 *
 * Invariant: `whole()` and the deltas fit together: a viewer that took the whole gets every later delta after it.
 */

import type { Finding } from '../../runtime/trace/finding.ts';
import type { Graph } from '../../runtime/trace/model.ts';
import type { EntityRef, TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import type { EntityDetails } from '../../runtime/viewer/details.ts';
import type { PayloadResult, ViewerHeader } from '../../runtime/viewer/messages.ts';
import type { Answer, Question } from '../../runtime/viewer/questions.ts';
import type { Say } from '../../runtime/viewer/words.ts';
import type { Event } from '../base/emitter.ts';
import type { RolloutNotes } from '../notes/rolloutNotes.ts';

export type RolloutChange =
  | { readonly type: 'header' }
  | { readonly type: 'delta'; readonly delta: TimelineDelta }
  | { readonly type: 'problem'; readonly message: string };

export interface RolloutSource {
  readonly text: string;
  /** The cell's id within its session. */
  readonly cellId: string;
}

export interface OpenRollout {
  /** The bundle's folder. */
  readonly bundle: string;
  readonly header: ViewerHeader;
  /** What keeps it from being read, or from being read whole; a sentence for the viewer. */
  readonly problem: string | undefined;
  /** What people wrote about it. */
  readonly notes: Pick<RolloutNotes, 'list' | 'of' | 'set'>;
  /** What a reader should know about it; `header` has the same without places. */
  readonly findings: readonly Finding[];
  readonly onDidChange: Event<RolloutChange>;
  /** The reduced rollout as far as it is known; only read. */
  readonly graph: Graph | null;
  /** Resolves when everything that is on disk was read, or when it turned out that it cannot be. */
  readonly loaded: Promise<void>;
  /** Null until there is anything to draw. May tell the others a delta first, so that all are at the same version. */
  whole(): TimelineDelta | null;
  /** In the words of `say`; in English without. */
  describe(ref: EntityRef, say?: Say): EntityDetails | null;
  payload(payloadId: string): Promise<PayloadResult>;
  /** Null while there is no graph. */
  answer(question: Question): Promise<Answer | null>;
  /** Source of a cell as it was submitted; null when there is no such cell. */
  source(cellEntity: string): RolloutSource | null;
}

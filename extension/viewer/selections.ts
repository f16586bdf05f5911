/**
 * What is selected in the viewers of this window, so that others can go along: the tree, links to the selection, a walk
 * through the rollout.
 *
 * Invariant: what a page selects because it was asked to show it is nobody's choice. A walk has it shown wherever it goes,
 * and must not be sent back by a page that is slow to follow.
 */

import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { Emitter } from '../base/emitter.ts';

export interface Selection {
  readonly bundle: string;
  readonly ref: EntityRef;
}

export class Selections {
  readonly #changes = new Emitter<Selection | undefined>();
  readonly #choices = new Emitter<Selection>();
  #latest: Selection | undefined;

  /** Fires with what was selected last; undefined when that is no longer selected. */
  readonly onDidChange = this.#changes.event;

  /** Fires with what somebody has chosen in a page. */
  readonly onDidChoose = this.#choices.event;

  get latest(): Selection | undefined {
    return this.#latest;
  }

  set(bundle: string, ref: EntityRef | null, revealed: boolean): void {
    // Another viewer may have been left without a selection all along; that says nothing about the latest one.
    if (!ref && this.#latest?.bundle !== bundle) return;
    this.#latest = ref ? { bundle, ref } : undefined;
    this.#changes.fire(this.#latest);
    if (this.#latest && !revealed) this.#choices.fire(this.#latest);
  }
}

/**
 * What is selected in the viewers of this window, so that others can go along: the tree, and links to the selection.
 *
 * Leaves out what a page merely shows: only what somebody selected there counts.
 */

import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { Emitter } from '../base/emitter.ts';

export interface Selection {
  readonly bundle: string;
  readonly ref: EntityRef;
}

export class Selections {
  readonly #changes = new Emitter<Selection | undefined>();
  #latest: Selection | undefined;

  /** Fires with what was selected last; undefined when that is no longer selected. */
  readonly onDidChange = this.#changes.event;

  get latest(): Selection | undefined {
    return this.#latest;
  }

  set(bundle: string, ref: EntityRef | null): void {
    // Another viewer may have been left without a selection all along; that says nothing about the latest one.
    if (!ref && this.#latest?.bundle !== bundle) return;
    this.#latest = ref ? { bundle, ref } : undefined;
    this.#changes.fire(this.#latest);
  }
}

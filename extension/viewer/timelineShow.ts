/**
 * Which rollout the timeline view shows: the one somebody chose, until a cell starts; then that cell's session.
 */

import type { Disposable } from '../base/disposable.ts';
import type { Sessions } from '../cells/sessions.ts';
import type { OpenRollout } from './openRollout.ts';
import type { RolloutLender } from './rolloutPanels.ts';
import type { TimelineView } from './timelineView.ts';

export class TimelineShow implements Disposable {
  readonly #view: TimelineView;
  readonly #lender: RolloutLender;
  readonly #starts: Disposable;
  #held: OpenRollout | undefined;

  constructor(view: TimelineView, lender: RolloutLender, sessions: Sessions) {
    this.#view = view;
    this.#lender = lender;
    const seen = new Set<string>();
    this.#starts = sessions.onDidChangeCell(({ owner, cell }) => {
      const key = `${owner.session.id}/${cell.cellId}`;
      if (seen.has(key)) return;
      seen.add(key);
      this.show(owner.bundle);
    });
  }

  readonly show = (bundle: string): void => {
    if (this.#held?.bundle === bundle) return;
    const previous = this.#held;
    this.#held = this.#lender.borrow(bundle);
    this.#view.show(this.#held);
    if (previous) this.#lender.giveBack(previous);
  };

  dispose(): void {
    this.#starts.dispose();
    if (this.#held) this.#lender.giveBack(this.#held);
  }
}

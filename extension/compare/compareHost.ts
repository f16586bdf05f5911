/**
 * The host's side of one comparing page: two rollouts, compared again when one of them has grown.
 *
 * Invariants: nothing is sent before the page said `ready`; details come from the comparison that the page has.
 * Leaves out `vscode`: the page is a port, showing an object is an action.
 */

import { setImmediate } from 'node:timers/promises';
import { unreachable } from '../../runtime/base/json.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { asComparePageMessage, type CompareHostMessage } from '../../runtime/viewer/compare/compareMessages.ts';
import { RolloutComparison } from '../../runtime/viewer/compare/compareRollouts.ts';
import type { Side } from '../../runtime/viewer/compare/comparison.ts';
import type { Disposable } from '../base/disposable.ts';
import { Pulse } from '../rollouts/pulse.ts';
import type { OpenRollout } from '../viewer/openRollout.ts';

/** Time between two comparisons of rollouts that grow, ms: each looks at all of both. */
const compareMs = 1_500;

export interface CompareHostParts {
  readonly rollouts: Readonly<Record<Side, OpenRollout>>;
  readonly post: (message: CompareHostMessage) => void;
  /** Said while there is nothing to compare. */
  readonly nothing: string;
  /** What a rollout is called here: two are often named after the same question. */
  readonly titleOf: (rollout: OpenRollout) => string;
  readonly show: (rollout: OpenRollout, ref: EntityRef) => void;
  /** A message nobody understood; for the log. */
  readonly refused: (message: unknown) => void;
}

export class CompareHost implements Disposable {
  readonly #parts: CompareHostParts;
  readonly #pulse = new Pulse(compareMs, () => void this.#compare());
  readonly #changes: readonly Disposable[];
  #ready = false;
  /** Counts comparisons begun: only the latest is sent. */
  #work = 0;
  #comparison: RolloutComparison | undefined;

  constructor(parts: CompareHostParts) {
    this.#parts = parts;
    const { left, right } = parts.rollouts;
    this.#changes = [left, right].map(each =>
      each.onDidChange(change => {
        if (change.type === 'delta' && this.#comparison) this.#pulse.changed();
      }),
    );
  }

  receive(raw: unknown): void {
    const message = asComparePageMessage(raw);
    switch (message?.type) {
      case undefined:
        this.#parts.refused(raw);
        return;
      case 'ready':
        this.#ready = true;
        void this.#begin();
        return;
      case 'row': {
        const details = this.#comparison?.details(message.key) ?? null;
        this.#parts.post({ type: 'row', key: message.key, details });
        return;
      }
      case 'open':
        this.#parts.show(this.#parts.rollouts[message.side], message.ref);
        return;
      default:
        unreachable(message);
    }
  }

  dispose(): void {
    this.#ready = false;
    this.#pulse.dispose();
    for (const change of this.#changes) change.dispose();
  }

  async #begin(): Promise<void> {
    const { left, right } = this.#parts.rollouts;
    await Promise.all([left.loaded, right.loaded]);
    await this.#compare();
  }

  async #compare(): Promise<void> {
    const { left, right } = this.#parts.rollouts;
    const work = ++this.#work;
    const wanted = () => this.#ready && work === this.#work;
    if (!wanted()) return;
    const problem = [left, right].find(each => !each.graph)?.problem;
    if (!left.graph || !right.graph) {
      this.#parts.post({ type: 'problem', message: problem ?? this.#parts.nothing });
      return;
    }
    // A run may go on meanwhile; then what is compared is mended with the next beat.
    const made = await RolloutComparison.inSlices(left.graph, right.graph, () => setImmediate(), wanted);
    if (!made || !wanted()) return;
    this.#comparison = made;
    const { titleOf } = this.#parts;
    const titles = { left: titleOf(left), right: titleOf(right) };
    const bundles = { left: left.bundle, right: right.bundle };
    this.#parts.post({ type: 'comparison', comparison: { ...made.comparison, titles }, bundles });
  }
}

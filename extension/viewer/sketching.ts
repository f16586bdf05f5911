/**
 * The sketch of the timeline that a page gets next: made in slices, and kept while that timeline stays as it is.
 *
 * Invariants: `done` is called once for each sketch that took more than one slice; what is begun takes the place of what
 * was under way.
 */

import type { TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import { type Sketch, sketchStepwise } from '../../runtime/viewer/sketch.ts';

export class Sketching {
  readonly #done: () => void;
  #key = '';
  #steps: ReturnType<typeof sketchStepwise> | undefined;
  #sketch: Sketch | undefined;
  #next: NodeJS.Immediate | undefined;

  constructor(done: () => void) {
    this.#done = done;
  }

  get busy(): boolean {
    return this.#steps !== undefined;
  }

  /** `first` is the part of `whole` with which the sketch goes. */
  begin(whole: TimelineDelta, first: TimelineDelta): void {
    const key = [whole.version, whole.endMs, whole.spans.count, first.spans.count].join();
    if (this.#key === key) return;
    this.forget();
    this.#key = key;
    this.#steps = sketchStepwise(whole, first.spans.count, first.lanes.count);
    this.#step();
  }

  /** The sketch for a part; only the first of several has one. */
  of(part: TimelineDelta): Sketch | undefined {
    return part.reset ? this.#sketch : undefined;
  }

  forget(): void {
    clearImmediate(this.#next);
    this.#next = undefined;
    this.#steps = undefined;
    this.#sketch = undefined;
    this.#key = '';
  }

  #step(): void {
    const again = this.#next !== undefined;
    this.#next = undefined;
    const step = this.#steps?.next();
    if (!step) return;
    if (!step.done) {
      this.#next = setImmediate(() => this.#step());
      return;
    }
    this.#steps = undefined;
    this.#sketch = step.value;
    if (again) this.#done();
  }
}

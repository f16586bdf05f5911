/**
 * Traces of a given size for both viewers, made from one graph: the timeline as a page gets it, and the same as Chrome
 * trace events.
 */

import { chromeTrace } from '../../../runtime/trace/export/chromeTrace.ts';
import type { Graph } from '../../../runtime/trace/model.ts';
import { createProjection, type Projection } from '../../../runtime/trace/timeline/projection.ts';
import { syntheticGraph } from '../timeline/syntheticGraph.ts';

export class Trace {
  readonly spans: number;
  readonly #graph: Graph;
  #projection: Projection | undefined;
  #chrome: Buffer | undefined;

  constructor(spans: number) {
    this.spans = spans;
    this.#graph = syntheticGraph(spans);
  }

  /** What the host holds when a page says `ready`. */
  get projection(): Projection {
    if (!this.#projection) {
      this.#projection = createProjection(this.#graph);
      this.#projection.delta();
    }
    return this.#projection;
  }

  get chrome(): Buffer {
    this.#chrome ??= Buffer.concat([...chromeTrace(this.#graph)].map(text => Buffer.from(text)));
    return this.#chrome;
  }
}

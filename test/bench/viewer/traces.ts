/**
 * Traces of a given size for both viewers, made from one graph: the timeline as a page gets it, and the same as Chrome
 * trace events.
 */

import { chromeTrace } from '../../../runtime/trace/export/chromeTrace.ts';
import type { Graph } from '../../../runtime/trace/model.ts';
import type { TimelineDelta } from '../../../runtime/trace/timeline/columns.ts';
import { project } from '../../../runtime/trace/timeline/projection.ts';
import { syntheticGraph } from '../timeline/syntheticGraph.ts';

export class Trace {
  readonly spans: number;
  readonly #graph: Graph;
  #whole: TimelineDelta | undefined;
  #chrome: Buffer | undefined;

  constructor(spans: number) {
    this.spans = spans;
    this.#graph = syntheticGraph(spans);
  }

  get whole(): TimelineDelta {
    this.#whole ??= project(this.#graph);
    return this.#whole;
  }

  get chrome(): Buffer {
    this.#chrome ??= Buffer.concat([...chromeTrace(this.#graph)].map(text => Buffer.from(text)));
    return this.#chrome;
  }
}

/** Traces of a given size for both viewers: the timeline as a page gets it, and the same for speedscope. */

import type { Graph } from '../../../runtime/trace/model.ts';
import type { TimelineDelta } from '../../../runtime/trace/timeline/columns.ts';
import { project } from '../../../runtime/trace/timeline/projection.ts';
import { syntheticGraph } from '../timeline/syntheticGraph.ts';
import { speedscopeProfile } from './speedscopeProfile.ts';

export class Trace {
  readonly spans: number;
  readonly #graph: Graph;
  #whole: TimelineDelta | undefined;
  #profile: Buffer | undefined;

  constructor(spans: number) {
    this.spans = spans;
    this.#graph = syntheticGraph(spans);
  }

  get whole(): TimelineDelta {
    this.#whole ??= project(this.#graph);
    return this.#whole;
  }

  get profile(): Buffer {
    this.#profile ??= Buffer.from(speedscopeProfile(this.whole));
    return this.#profile;
  }
}

/** Traces of a given size and shape: the timeline as a host has it, and as files for speedscope. */

import { chromeTrace } from '../../../runtime/trace/export/chromeTrace.ts';
import type { Graph } from '../../../runtime/trace/model.ts';
import type { TimelineDelta } from '../../../runtime/trace/timeline/columns.ts';
import { project } from '../../../runtime/trace/timeline/projection.ts';
import { type Shape, syntheticGraph } from '../timeline/syntheticGraph.ts';
import { packed } from './packing.ts';
import { speedscopeProfile } from './speedscopeProfile.ts';

/**
 * What speedscope is given. `chrome`: the very file that `cellscope export --format chrome` writes, a profile per row.
 * `evented`: its own format, all spans in one profile.
 */
export const inputs = ['chrome', 'evented'] as const;
export type Input = (typeof inputs)[number];

export class Trace {
  readonly name: string;
  readonly #graph: Graph;
  #whole: Buffer | undefined;
  readonly #files = new Map<Input, Buffer>();

  constructor(shape: Shape, spans: number) {
    this.name = `${shape}-${spans}`;
    this.#graph = syntheticGraph(spans, shape);
  }

  /** For the thread that stands in for the host. */
  get whole(): Buffer {
    this.#whole ??= packed(this.#timeline());
    return this.#whole;
  }

  file(input: Input): Buffer {
    const known = this.#files.get(input);
    if (known) return known;
    const text = input === 'chrome' ? [...chromeTrace(this.#graph)].join('') : speedscopeProfile(this.#timeline());
    const made = Buffer.from(text);
    this.#files.set(input, made);
    return made;
  }

  #timeline(): TimelineDelta {
    return project(this.#graph);
  }
}

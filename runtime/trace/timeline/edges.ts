/**
 * What threads say to each other, as arcs. An arc ends at the other thread as a whole: the edge in the graph may find
 * its delivered message only later, and an arc that was drawn does not move.
 */

import type { InteractionAnchor, InteractionEdge } from '../model.ts';
import type { Calls } from './calls.ts';
import { ArcKind } from './columns.ts';
import type { Stage } from './stage.ts';
import type { Threads } from './threads.ts';

export class Edges {
  readonly #stage: Stage;
  readonly #threads: Threads;
  readonly #calls: Calls;
  readonly #drawn = new Set<string>();
  readonly #pending = new Set<string>();

  constructor(stage: Stage, threads: Threads, calls: Calls) {
    this.#stage = stage;
    this.#threads = threads;
    this.#calls = calls;
  }

  add(id: string): void {
    if (!this.#drawn.has(id)) this.#pending.add(id);
  }

  /** Draws the edges whose both ends are there; the others wait. */
  settle(): void {
    for (const id of this.#pending) {
      const edge = this.#stage.graph.interaction_edges.get(id);
      if (edge && !this.#draw(edge)) continue;
      this.#pending.delete(id);
      this.#drawn.add(id);
    }
  }

  #draw(edge: InteractionEdge): boolean {
    const from = this.#sourceSpan(edge.source);
    const to = this.#threads.span(this.#threadOf(edge.target));
    if (from < 0 || to < 0) return false;
    this.#stage.tables.addArc(edge.kind === 'spawn_agent' ? ArcKind.starts : ArcKind.message, from, to);
    return true;
  }

  #sourceSpan(anchor: InteractionAnchor): number {
    switch (anchor.type) {
      case 'tool_call':
        return this.#calls.spans.get(anchor.tool_call_id) ?? -1;
      case 'thread':
        return this.#threads.span(anchor.thread_id);
      case 'conversation_item': {
        const item = this.#stage.graph.conversation_items.get(anchor.item_id);
        const producer = item?.produced_by.find(by => by.type === 'inference');
        const inference = producer && this.#threads.inferenceSpans.get(producer.inference_call_id);
        return inference ?? this.#threads.span(item?.thread_id ?? '');
      }
    }
  }

  #threadOf(anchor: InteractionAnchor): string {
    const { graph } = this.#stage;
    switch (anchor.type) {
      case 'thread':
        return anchor.thread_id;
      case 'tool_call':
        return graph.tool_calls.get(anchor.tool_call_id)?.thread_id ?? '';
      case 'conversation_item':
        return graph.conversation_items.get(anchor.item_id)?.thread_id ?? '';
    }
  }
}

/**
 * The rollout as a tree: thread, turn, cell, call. The same content as the timeline, for reading in order.
 *
 * A node is a lane or a span. Children of a lane are its own spans and the lanes below it, in order of time; in a
 * thread they hang under the turn they began in. Only opened nodes are looked into, so cost grows with what is shown.
 */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from './timelineData.ts';

export interface OutlineNode {
  readonly key: string;
  readonly depth: number;
  /** The span it stands for, or -1 for a lane without one. */
  readonly span: number;
  readonly lane: number;
  readonly isLane: boolean;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** 1-based place among its siblings, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

interface Item {
  readonly span: number;
  readonly lane: number;
  readonly isLane: boolean;
}

export class OutlineTree {
  private readonly data: TimelineData;
  private readonly spansOfLane: Map<number, number[]> = new Map();
  private readonly lanesBelow: Map<number, number[]> = new Map();

  /** Groups spans and lanes once: one pass over both. */
  constructor(data: TimelineData, shows: (span: number) => boolean) {
    this.data = data;
    for (let lane = 0; lane < data.lanes.count; lane++) {
      const parent = data.lanes.parent[lane] ?? -1;
      push(this.lanesBelow, parent >= 0 && parent < lane ? parent : -1, lane);
    }
    for (let span = 0; span < data.spans.count; span++) {
      if (shows(span)) push(this.spansOfLane, data.spans.lane[span] ?? -1, span);
    }
  }

  /** The visible nodes, top to bottom. */
  nodes(isExpanded: (key: string, depth: number) => boolean): OutlineNode[] {
    const out: OutlineNode[] = [];
    const visit = (items: readonly Item[], depth: number): void => {
      items.forEach((item, index) => {
        const key = item.isLane ? `lane:${item.lane}` : `span:${item.span}`;
        const children = depth < 32 ? this.children(item) : [];
        const expanded = children.length > 0 && isExpanded(key, depth);
        const { span, lane, isLane } = item;
        const expandable = children.length > 0;
        const place = index + 1;
        out.push({ key, depth, span, lane, isLane, expandable, expanded, place, siblings: items.length });
        if (expanded) visit(children, depth + 1);
      });
    };
    visit(this.laneItems(-1), 0);
    return out;
  }

  private laneItems(parent: number): Item[] {
    return (this.lanesBelow.get(parent) ?? []).map(lane => ({ lane, isLane: true, span: this.ownSpan(lane) }));
  }

  /** The one span on row 0 stands for its lane; several stay children of it. */
  private ownSpan(lane: number): number {
    const own = (this.spansOfLane.get(lane) ?? []).filter(span => this.data.spans.row[span] === 0);
    return own.length === 1 ? (own[0] ?? -1) : -1;
  }

  private children(item: Item): Item[] {
    if (!item.isLane) return this.insideTurn(item);
    const turns = this.turnsOf(item.lane);
    return this.members(item.lane, item.span).filter(member => this.turnAround(turns, member) < 0);
  }

  private insideTurn({ span, lane }: Item): Item[] {
    if (this.data.spans.kind[span] !== SpanKind.turn) return [];
    const turns = this.turnsOf(lane);
    const own = this.ownSpan(lane);
    return this.members(lane, own).filter(member => this.turnAround(turns, member) === span);
  }

  /** Everything directly in a lane, in order of time. */
  private members(lane: number, own: number): Item[] {
    const spans = (this.spansOfLane.get(lane) ?? []).filter(span => span !== own);
    const items: Item[] = spans.map(span => ({ span, lane, isLane: false }));
    items.push(...this.laneItems(lane));
    return items.sort((a, b) => this.startOf(a) - this.startOf(b));
  }

  private turnsOf(lane: number): number[] {
    return (this.spansOfLane.get(lane) ?? []).filter(span => this.data.spans.kind[span] === SpanKind.turn);
  }

  private turnAround(turns: readonly number[], item: Item): number {
    if (!item.isLane && this.data.spans.kind[item.span] === SpanKind.turn) return -1;
    const at = this.startOf(item);
    const { start, end } = this.data.spans;
    return turns.findLast(turn => (start[turn] ?? 0) <= at && at <= (end[turn] ?? 0)) ?? -1;
  }

  private startOf(item: Item): number {
    if (item.span >= 0) return this.data.spans.start[item.span] ?? 0;
    const first = (this.spansOfLane.get(item.lane) ?? [])[0];
    return first === undefined ? Number.POSITIVE_INFINITY : (this.data.spans.start[first] ?? 0);
  }
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/**
 * The rollout as a tree: thread, turn, cell, call, with the marks where they belong. The same content as the timeline,
 * for reading in order.
 *
 * Children of a lane are its own spans, its marks and the lanes below it, in order of time; in a thread they hang under
 * the turn they began in, marks on a call's row under that call. Only opened nodes are looked into, so cost grows with
 * what is shown.
 */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from './timelineData.ts';

type Item =
  | { readonly type: 'lane'; readonly lane: number; readonly index: number }
  | { readonly type: 'span' | 'mark'; readonly lane: number; readonly index: number };

export interface OutlineNode {
  readonly key: string;
  readonly depth: number;
  /** A lane stands for its own span where it has exactly one; `index` is then that span, else -1. */
  readonly type: 'lane' | 'span' | 'mark';
  readonly index: number;
  readonly lane: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** 1-based place among its siblings, and how many they are. */
  readonly place: number;
  readonly siblings: number;
}

interface Contents {
  readonly loose: Item[];
  readonly inTurn: Map<number, Item[]>;
}

const deepest = 32;
const nothing: readonly Item[] = [];

export class OutlineTree {
  private readonly data: TimelineData;
  private readonly spansOfLane: Map<number, number[]> = new Map();
  private readonly marksOfLane: Map<number, number[]> = new Map();
  private readonly lanesBelow: Map<number, number[]> = new Map();
  private readonly contents: Map<number, Contents> = new Map();

  /** Groups spans, marks and lanes once: one pass over each. */
  constructor(data: TimelineData, shows: (span: number) => boolean) {
    this.data = data;
    for (let lane = 0; lane < data.lanes.count; lane++) {
      const parent = data.lanes.parent[lane] ?? -1;
      push(this.lanesBelow, parent >= 0 && parent < lane ? parent : -1, lane);
    }
    for (let span = 0; span < data.spans.count; span++) {
      if (shows(span)) push(this.spansOfLane, data.spans.lane[span] ?? -1, span);
    }
    for (let mark = 0; mark < data.marks.count; mark++) push(this.marksOfLane, data.marks.lane[mark] ?? -1, mark);
  }

  /** The visible nodes, top to bottom. */
  nodes(isExpanded: (key: string, depth: number) => boolean): OutlineNode[] {
    const out: OutlineNode[] = [];
    const visit = (items: readonly Item[], depth: number): void => {
      items.forEach((item, at) => {
        const key = item.type === 'lane' ? `lane:${item.lane}` : `${item.type}:${item.index}`;
        const expandable = depth < deepest && this.hasChildren(item);
        const expanded = expandable && isExpanded(key, depth);
        const { type, index, lane } = item;
        out.push({ key, depth, type, index, lane, expandable, expanded, place: at + 1, siblings: items.length });
        if (expanded) visit(this.children(item), depth + 1);
      });
    };
    visit(this.laneItems(-1), 0);
    return out;
  }

  /** Keys of the nodes that a span or a mark lies in, the outermost first: open all of them, and it is visible. */
  above(type: 'span' | 'mark', index: number): string[] {
    const { spans, marks } = this.data;
    const lane = (type === 'span' ? spans : marks).lane[index] ?? -1;
    return type === 'span' && this.ownSpan(lane) === index
      ? this.aboveLane(lane, deepest)
      : this.within(lane, item => item.type === type && item.index === index, deepest);
  }

  private aboveLane(lane: number, depth: number): string[] {
    const parent = this.data.lanes.parent[lane] ?? -1;
    if (parent < 0 || parent >= lane || depth === 0) return [];
    return this.within(parent, item => item.type === 'lane' && item.lane === lane, depth - 1);
  }

  private within(lane: number, isIt: (item: Item) => boolean, depth: number): string[] {
    if (lane < 0) return [];
    const keys = [...this.aboveLane(lane, depth), `lane:${lane}`];
    for (const [turn, items] of this.contentsOf(lane).inTurn) {
      if (items.some(isIt)) return [...keys, `span:${turn}`];
    }
    return keys;
  }

  private laneItems(parent: number): Item[] {
    return (this.lanesBelow.get(parent) ?? []).map(lane => ({ type: 'lane', lane, index: this.ownSpan(lane) }));
  }

  /** The one span on row 0 stands for its lane; several stay children of it. */
  private ownSpan(lane: number): number {
    const own = (this.spansOfLane.get(lane) ?? []).filter(span => this.data.spans.row[span] === 0);
    return own.length === 1 ? (own[0] ?? -1) : -1;
  }

  /** Says so without looking into a lane: a closed outline of many lanes must cost little. */
  private hasChildren(item: Item): boolean {
    if (item.type === 'mark') return false;
    if (item.type === 'span') {
      return this.data.spans.kind[item.index] === SpanKind.turn && this.children(item).length > 0;
    }
    const spans = this.spansOfLane.get(item.lane)?.length ?? 0;
    return spans > (item.index >= 0 ? 1 : 0) || this.marksOfLane.has(item.lane) || this.lanesBelow.has(item.lane);
  }

  private children(item: Item): readonly Item[] {
    if (item.type === 'mark') return nothing;
    const contents = this.contentsOf(item.lane);
    return item.type === 'lane' ? contents.loose : (contents.inTurn.get(item.index) ?? nothing);
  }

  /** What is in a lane, in order of time, parted by the turn it began in. Made once per lane, when first asked for. */
  private contentsOf(lane: number): Contents {
    const known = this.contents.get(lane);
    if (known) return known;
    const made: Contents = { loose: [], inTurn: new Map() };
    const { spans } = this.data;
    const turns = (this.spansOfLane.get(lane) ?? []).filter(span => spans.kind[span] === SpanKind.turn);
    turns.sort((a, b) => (spans.start[a] ?? 0) - (spans.start[b] ?? 0));
    for (const item of this.members(lane)) {
      const isTurn = item.type === 'span' && spans.kind[item.index] === SpanKind.turn;
      const turn = isTurn ? -1 : this.turnAround(turns, this.startOf(item));
      if (turn < 0) made.loose.push(item);
      else push(made.inTurn, turn, item);
    }
    this.contents.set(lane, made);
    return made;
  }

  /** Everything directly in a lane, in order of time. */
  private members(lane: number): Item[] {
    const own = this.ownSpan(lane);
    const items: Item[] = this.laneItems(lane);
    for (const span of this.spansOfLane.get(lane) ?? []) {
      if (span !== own) items.push({ type: 'span', lane, index: span });
    }
    for (const mark of this.marksOfLane.get(lane) ?? []) items.push({ type: 'mark', lane, index: mark });
    return items.sort((a, b) => this.startOf(a) - this.startOf(b) || causeFirst[a.type] - causeFirst[b.type]);
  }

  /** The last turn that began at or before a moment and had not ended by then, or -1. */
  private turnAround(turns: readonly number[], at: number): number {
    const { start, end } = this.data.spans;
    let left = 0;
    let right = turns.length;
    while (left < right) {
      const middle = (left + right) >> 1;
      if ((start[turns[middle] ?? -1] ?? 0) <= at) left = middle + 1;
      else right = middle;
    }
    const turn = turns[left - 1] ?? -1;
    return turn >= 0 && at <= (end[turn] ?? 0) ? turn : -1;
  }

  private startOf(item: Item): number {
    if (item.type === 'mark') return this.data.marks.at[item.index] ?? 0;
    const span = item.index >= 0 ? item.index : (this.spansOfLane.get(item.lane) ?? [])[0];
    return span === undefined ? Number.POSITIVE_INFINITY : (this.data.spans.start[span] ?? 0);
  }
}

/** At the same moment a call comes before the cell it starts, and what happens before what is said of it. */
const causeFirst = { span: 0, lane: 1, mark: 2 } as const;

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

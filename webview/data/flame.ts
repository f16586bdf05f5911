/**
 * The rollout added up as a left-heavy flame: what is called the same is taken together, the heaviest lies left.
 *
 * By cell: thread, then its cells, then their tools. By tool: tools, then the cells that called them. Beside them stand
 * model calls and waits. A frame is as heavy as it lasted, or as its parts did together when they ran side by side.
 * One pass over the spans; the `exec` call of a cell is the cell, so it is left out.
 */

import { LaneKind, SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from './timelineData.ts';

export const flameOrders = ['cell', 'tool'] as const;
export type FlameOrder = (typeof flameOrders)[number];

export interface Frame {
  /** Stays the same while the rollout grows. */
  readonly key: string;
  readonly name: string;
  /** A `SpanKind`; -1 for the whole. */
  readonly kind: number;
  readonly count: number;
  readonly failed: number;
  /** Sum of durations inside the stretch, ms. */
  readonly totalMs: number;
  /** What its width stands for, ms. */
  readonly weight: number;
  /** The longest span of it. */
  readonly longest: number;
  /** Heaviest first. */
  readonly children: readonly Frame[];
}

class Growing implements Frame {
  readonly key: string;
  readonly name: string;
  readonly kind: number;
  count = 0;
  failed = 0;
  totalMs = 0;
  weight = 0;
  longest = -1;
  children: Growing[] = [];
  private longestMs = -1;
  private readonly byName = new Map<string, Growing>();

  constructor(key: string, name: string, kind: number) {
    this.key = key;
    this.name = name;
    this.kind = kind;
  }

  child(name: string, kind: number): Growing {
    const own = `${kind} ${name}`;
    let known = this.byName.get(own);
    if (!known) {
      known = new Growing(`${this.key}/${own}`, name, kind);
      this.byName.set(own, known);
      this.children.push(known);
    }
    return known;
  }

  add(span: number, ms: number, failed: boolean): void {
    this.count++;
    if (failed) this.failed++;
    this.totalMs += ms;
    if (ms <= this.longestMs) return;
    this.longestMs = ms;
    this.longest = span;
  }

  settle(): void {
    let sum = 0;
    for (const child of this.children) {
      child.settle();
      sum += child.weight;
    }
    this.children.sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name));
    this.weight = Math.max(this.totalMs, sum);
  }
}

export function flame(data: TimelineData, order: FlameOrder, fromMs: number, toMs: number, nowMs: number): Frame {
  const { spans, lanes } = data;
  const root = new Growing('', '', -1);
  const words = new Map<number, string>();
  const wordOf = (span: number): string => {
    const label = spans.label[span] ?? -1;
    let word = words.get(label);
    if (word === undefined) {
      word = firstWord(data.text(label));
      words.set(label, word);
    }
    return word;
  };
  const threadOf = (lane: number): Growing => {
    let at = lane;
    for (let depth = 0; depth < 64 && lanes.kind[at] !== LaneKind.thread; depth++) at = lanes.parent[at] ?? -1;
    // A broken rollout may have cells of no thread.
    return at < 0 ? root : root.child(data.laneLabel(at), SpanKind.thread);
  };
  for (let span = 0; span < spans.count; span++) {
    const kind = spans.kind[span] ?? 0;
    const start = spans.start[span] ?? 0;
    const end = Math.min(spans.end[span] ?? start, Math.max(nowMs, start));
    if (kind <= SpanKind.turn || kind === SpanKind.terminal || start > toMs || end < fromMs) continue;
    const lane = spans.lane[span] ?? -1;
    const own = kind === SpanKind.directCall ? wordOf(span) : '';
    if (own === 'exec' || own === 'wait') continue;
    const ms = Math.max(0, Math.min(end, toMs) - Math.max(start, fromMs));
    const add = (frame: Growing) => frame.add(span, ms, spans.status[span] === SpanStatus.failed);
    const top = order === 'cell' ? threadOf(lane) : root;
    if (kind === SpanKind.cell) {
      if (order === 'cell') add(top.child(data.spanLabel(span), kind));
    } else if (kind === SpanKind.nestedCall) {
      if (order === 'cell') add(top.child(data.laneLabel(lane), SpanKind.cell).child(wordOf(span), kind));
      else {
        const tool = top.child(wordOf(span), kind);
        add(tool);
        add(tool.child(data.laneLabel(lane), SpanKind.cell));
      }
    } else {
      add(top.child(wordOf(span), kind));
    }
  }
  root.settle();
  return root;
}

export interface PlacedFrame {
  readonly frame: Frame;
  readonly depth: number;
  /** Shares of the whole width, 0 to 1. */
  readonly from: number;
  readonly width: number;
  /** Place of the frame above in the list, or -1. */
  readonly above: number;
  /** 1-based place among its siblings, and how many of them are shown. */
  readonly place: number;
  readonly siblings: number;
}

/**
 * Where each frame lies when the one with this key fills the width, from top to bottom and left to right. What is
 * narrower than `least` is left out.
 */
export function placeFrames(root: Frame, zoomed: string, least: number): PlacedFrame[] {
  const placed: PlacedFrame[] = [];
  const visit = (children: readonly Frame[], depth: number, from: number, unit: number, above: number): void => {
    const way = children.find(child => child.key === zoomed || zoomed.startsWith(`${child.key}/`));
    const shown = way ? [way] : children.filter(child => child.weight * unit >= least);
    let x = from;
    shown.forEach((frame, index) => {
      const width = way ? 1 : frame.weight * unit;
      const at = placed.push({ frame, depth, from: x, width, above, place: index + 1, siblings: shown.length }) - 1;
      const inner = way ? 1 / Math.max(frame.weight, 1e-9) : unit;
      visit(frame.children, depth + 1, x, inner, at);
      x += width;
    });
  };
  visit(root.children, 0, 0, 1 / Math.max(root.weight, 1e-9), -1);
  return placed;
}

function firstWord(text: string): string {
  const word = text.slice(0, 200).trimStart().split(/\s/, 1)[0];
  return word || text.slice(0, 80);
}

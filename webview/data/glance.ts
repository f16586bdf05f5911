/**
 * A rollout at a glance: for how long the model thought, something was waited for, tools and cells ran; and what failed.
 *
 * Times are covered time: where two of a group run side by side the clock counts once, so no group is longer than the
 * rollout. Groups overlap each other (a tool runs in a cell, while it is waited for) and are never added up.
 * Requests of whoever runs cells without a model have no length: of them only the number says something.
 * The `exec` and `wait` calls of a thread are how it waits for a cell, so they count as waiting and not as tools.
 */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { WaitingLabels } from '../../runtime/viewer/waitingLabels.ts';
import { failuresOf } from './failures.ts';
import type { TimelineData } from './timelineData.ts';

export const glanceGroups = ['wait', 'model', 'call', 'cell', 'request'] as const;
export type GlanceGroup = (typeof glanceGroups)[number];

export interface GroupGlance {
  readonly count: number;
  /** Time in which at least one was open, ms. */
  readonly coveredMs: number;
}

export interface Glance {
  readonly groups: Readonly<Record<GlanceGroup, GroupGlance>>;
  /** Spans, in order of time. */
  readonly failures: readonly number[];
}

/** Group of each kind; a direct call is one when `waitsForCell` says no. */
const groupOfKind: Partial<Record<number, GlanceGroup>> = {
  [SpanKind.inference]: 'model',
  [SpanKind.wait]: 'wait',
  [SpanKind.nestedCall]: 'call',
  [SpanKind.directCall]: 'call',
  [SpanKind.cell]: 'cell',
  [SpanKind.request]: 'request',
};

class Covered {
  count = 0;
  coveredMs = 0;
  #reached = Number.NEGATIVE_INFINITY;
  #lastStart = Number.NEGATIVE_INFINITY;
  sorted = true;

  add(start: number, end: number): void {
    this.count++;
    if (start < this.#lastStart) this.sorted = false;
    this.#lastStart = start;
    if (end <= this.#reached) return;
    this.coveredMs += end - Math.max(start, this.#reached);
    this.#reached = end;
  }
}

export function glanceOf(data: TimelineData, nowMs: number): Glance {
  const made = () => new Covered();
  const groups = { wait: made(), model: made(), call: made(), cell: made(), request: made() };
  const isWait = new WaitingLabels(data.strings);
  const { count } = data.spans;
  for (let span = 0; span < count; span++) add(groups, data, span, nowMs, isWait);
  const unsorted = glanceGroups.filter(group => !groups[group].sorted);
  if (unsorted.length > 0) {
    const byStart = Int32Array.from({ length: count }, (_, span) => span);
    byStart.sort((a, b) => (data.spans.start[a] ?? 0) - (data.spans.start[b] ?? 0));
    for (const group of unsorted) groups[group] = new Covered();
    for (const span of byStart) add(groups, data, span, nowMs, isWait, unsorted);
  }
  return { groups, failures: failuresOf(data) };
}

/** The spans of a group, longest first, `most` of them. */
export function longestOf(data: TimelineData, group: GlanceGroup, nowMs: number, most: number): number[] {
  const isWait = new WaitingLabels(data.strings);
  const length = (span: number) => Math.min(data.spans.end[span] ?? 0, nowMs) - (data.spans.start[span] ?? 0);
  let longest: number[] = [];
  for (let span = 0; span < data.spans.count; span++) {
    if (groupOf(data, span, isWait) !== group) continue;
    longest.push(span);
    if (longest.length >= most * 50) longest = cut(longest);
  }
  return cut(longest);

  function cut(spans: number[]): number[] {
    return spans.sort((a, b) => length(b) - length(a) || a - b).slice(0, most);
  }
}

function add(
  groups: Record<GlanceGroup, Covered>,
  data: TimelineData,
  span: number,
  nowMs: number,
  isWait: WaitingLabels,
  only?: readonly GlanceGroup[],
): void {
  const group = groupOf(data, span, isWait);
  if (!group || only?.includes(group) === false) return;
  const start = data.spans.start[span] ?? 0;
  groups[group].add(start, Math.max(start, Math.min(data.spans.end[span] ?? start, nowMs)));
}

function groupOf({ spans }: TimelineData, span: number, isWait: WaitingLabels): GlanceGroup | undefined {
  const kind = spans.kind[span] ?? 0;
  if (kind === SpanKind.directCall && isWait.has(spans.label[span] ?? -1)) return undefined;
  return groupOfKind[kind];
}

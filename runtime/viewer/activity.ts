/**
 * How busy each slice of the axis is, per group of kinds: what the overview strip draws.
 *
 * Cost is one pass over the spans (two additions each) plus the slices; it is made when data or scale change, not
 * per frame. What a thread calls to start a cell or to wait for it is shown as that cell and that wait, not as a tool.
 * With a `stride` only every so many spans are looked at, each for as many.
 */

import { SpanKind, type TimelineDelta } from '../trace/timeline/columns.ts';
import { WaitingLabels } from './waitingLabels.ts';

export const activityGroups = ['model', 'cell', 'call', 'wait'] as const;
export type ActivityGroup = (typeof activityGroups)[number];

const groupOf: Partial<Record<SpanKind, ActivityGroup>> = {
  [SpanKind.inference]: 'model',
  [SpanKind.compaction]: 'model',
  [SpanKind.cell]: 'cell',
  [SpanKind.nestedCall]: 'call',
  [SpanKind.directCall]: 'call',
  [SpanKind.wait]: 'wait',
};

export interface Activity {
  readonly slices: number;
  readonly unitEnd: number;
  /** Mean number of open spans in each slice. */
  readonly groups: Readonly<Record<ActivityGroup, Float64Array>>;
  readonly most: number;
  /** 1 where a failed span begins. */
  readonly failed: Uint8Array;
}

/** Anything that lays out time. */
interface Scale {
  toUnit(ms: number): number;
}

export function activity(
  { spans, strings }: Pick<TimelineDelta, 'spans' | 'strings'>,
  scale: Scale,
  unitEnd: number,
  nowMs: number,
  slices: number,
  failedStatus: number,
  stride = 1,
): Activity {
  const change = noChange(slices);
  const failed = new Uint8Array(slices);
  const perUnit = slices / Math.max(unitEnd, 1e-9);
  const { start, end, kind, status, label, count } = spans;
  const waiting = new WaitingLabels(strings);
  for (let span = 0; span < count; span += stride) {
    const from = within(scale.toUnit(start[span] ?? 0) * perUnit, slices);
    if (status[span] === failedStatus) failed[Math.min(slices - 1, Math.floor(from))] = 1;
    const group = groupOf[(kind[span] ?? 0) as SpanKind];
    if (!group || (kind[span] === SpanKind.directCall && waiting.has(label[span] ?? -1))) continue;
    const to = within(scale.toUnit(Math.min(end[span] ?? 0, nowMs)) * perUnit, slices);
    ramp(change[group], from, stride);
    ramp(change[group], Math.max(from, to), -stride);
  }
  return { ...leveled(change, slices), slices, unitEnd, failed };
}

/** The same activity on another scale; `bounds[i]` to `bounds[i + 1]` (ms) is its slice i. */
export function rescaled(
  known: Activity,
  bounds: Float64Array,
  scale: Scale,
  unitEnd: number,
  slices: number,
): Activity {
  const change = noChange(slices);
  const failed = new Uint8Array(slices);
  const perUnit = slices / Math.max(unitEnd, 1e-9);
  let from = within(scale.toUnit(bounds[0] ?? 0) * perUnit, slices);
  for (let slice = 0; slice < known.slices; slice++) {
    const to = Math.max(from, within(scale.toUnit(bounds[slice + 1] ?? 0) * perUnit, slices));
    for (const group of activityGroups) {
      const level = known.groups[group][slice] ?? 0;
      if (level === 0) continue;
      ramp(change[group], from, level);
      ramp(change[group], to, -level);
    }
    if (known.failed[slice] === 1) failed[Math.min(slices - 1, Math.floor(from))] = 1;
    from = to;
  }
  return { ...leveled(change, slices), slices, unitEnd, failed };
}

type Change = Record<ActivityGroup, Float64Array>;

function noChange(slices: number): Change {
  const room = () => new Float64Array(slices + 2);
  return { model: room(), cell: room(), call: room(), wait: room() };
}

function leveled(change: Change, slices: number): Pick<Activity, 'groups' | 'most'> {
  const groups = {
    model: summed(change.model, slices),
    cell: summed(change.cell, slices),
    call: summed(change.call, slices),
    wait: summed(change.wait, slices),
  };
  let most = 0;
  for (let slice = 0; slice < slices; slice++) {
    let all = 0;
    for (const group of activityGroups) all += groups[group][slice] ?? 0;
    most = Math.max(most, all);
  }
  return { groups, most };
}

function within(value: number, slices: number): number {
  return value > 0 ? Math.min(value, slices) : 0;
}

/** A step at a fraction of a slice: that slice gets the share that is left of it, all later ones the whole. */
function ramp(change: Float64Array, at: number, height: number): void {
  const slice = Math.floor(at);
  const share = at - slice;
  change[slice] = (change[slice] ?? 0) + height * (1 - share);
  change[slice + 1] = (change[slice + 1] ?? 0) + height * share;
}

function summed(change: Float64Array, slices: number): Float64Array {
  const sums = new Float64Array(slices);
  let sum = 0;
  for (let slice = 0; slice < slices; slice++) {
    sum += change[slice] ?? 0;
    // What is left of additions is nothing.
    sums[slice] = sum > 1e-9 ? sum : 0;
  }
  return sums;
}

/**
 * How busy each slice of the axis is, per group of kinds: what the overview strip draws.
 *
 * Cost is one pass over the spans (two additions each) plus the slices; it is made when data or scale change, not
 * per frame.
 */

import { type SpanColumns, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { TimeScale } from '../scale/timeScale.ts';

export const activityGroups = ['model', 'cell', 'call', 'wait'] as const;
export type ActivityGroup = (typeof activityGroups)[number];

const groupOf: Partial<Record<SpanKind, ActivityGroup>> = {
  [SpanKind.inference]: 'model',
  [SpanKind.compaction]: 'model',
  [SpanKind.cell]: 'cell',
  [SpanKind.nestedCall]: 'call',
  [SpanKind.wait]: 'wait',
};

export interface Activity {
  readonly slices: number;
  readonly unitEnd: number;
  /** Mean number of open spans in each slice. */
  readonly groups: Readonly<Record<ActivityGroup, Float32Array>>;
  readonly most: number;
  /** 1 where a failed span begins. */
  readonly failed: Uint8Array;
}

export function activity(
  spans: SpanColumns,
  scale: TimeScale,
  unitEnd: number,
  nowMs: number,
  slices: number,
  failedStatus: number,
): Activity {
  const change: Record<ActivityGroup, Float64Array> = {
    model: new Float64Array(slices + 2),
    cell: new Float64Array(slices + 2),
    call: new Float64Array(slices + 2),
    wait: new Float64Array(slices + 2),
  };
  const failed = new Uint8Array(slices);
  const perUnit = slices / Math.max(unitEnd, 1e-9);
  const { start, end, kind, status, count } = spans;
  for (let span = 0; span < count; span++) {
    const from = within(scale.toUnit(start[span] ?? 0) * perUnit, slices);
    if (status[span] === failedStatus) failed[Math.min(slices - 1, Math.floor(from))] = 1;
    const group = groupOf[(kind[span] ?? 0) as SpanKind];
    if (!group) continue;
    const to = within(scale.toUnit(Math.min(end[span] ?? 0, nowMs)) * perUnit, slices);
    ramp(change[group], from, 1);
    ramp(change[group], Math.max(from, to), -1);
  }
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
  return { slices, unitEnd, groups, most, failed };
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

function summed(change: Float64Array, slices: number): Float32Array {
  const sums = new Float32Array(slices);
  let sum = 0;
  for (let slice = 0; slice < slices; slice++) {
    sum += change[slice] ?? 0;
    sums[slice] = Math.max(0, sum);
  }
  return sums;
}

/** How many of these spans are under way at a moment, or now (null). */

import { SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from './timelineData.ts';

export function openSpans({ spans }: TimelineData, indices: readonly number[], atMs: number | null): number {
  const { start, end, status } = spans;
  const isOpen = (span: number): boolean =>
    atMs === null ? status[span] === SpanStatus.running : (start[span] ?? 0) <= atMs && atMs < (end[span] ?? 0);
  return indices.filter(span => span >= 0 && isOpen(span)).length;
}

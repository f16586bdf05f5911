/**
 * Calls of the same name taken together: how often, how long, how many failed. The heaviest come first.
 *
 * The name of a call is the first word of its label, so that `exec_command npm test` counts as `exec_command`.
 * One pass over the spans; names are taken once per text, not per span.
 */

import { SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from './timelineData.ts';

export interface Aggregate {
  readonly name: string;
  readonly kind: number;
  readonly count: number;
  readonly failed: number;
  /** Sum of durations inside the stretch, ms; calls side by side count each. */
  readonly totalMs: number;
  readonly longestMs: number;
  /** The span that took longest, whole. */
  readonly longest: number;
}

interface Counting {
  name: string;
  kind: number;
  count: number;
  failed: number;
  totalMs: number;
  longestMs: number;
  longest: number;
}

const counted: ReadonlySet<number> = new Set<number>([
  SpanKind.nestedCall,
  SpanKind.directCall,
  SpanKind.wait,
  SpanKind.inference,
  SpanKind.terminal,
]);

export function aggregate(data: TimelineData, fromMs: number, toMs: number, nowMs: number): Aggregate[] {
  const { spans } = data;
  const names = new Map<number, string>();
  const groups = new Map<string, Counting>();
  for (let span = 0; span < spans.count; span++) {
    const kind = spans.kind[span] ?? 0;
    const start = spans.start[span] ?? 0;
    const end = Math.min(spans.end[span] ?? start, Math.max(nowMs, start));
    if (!counted.has(kind) || start > toMs || end < fromMs) continue;
    const label = spans.label[span] ?? -1;
    let name = names.get(label);
    if (name === undefined) {
      name = firstWord(data.text(label));
      names.set(label, name);
    }
    const key = `${kind} ${name}`;
    const group = groups.get(key) ?? { name, kind, count: 0, failed: 0, totalMs: 0, longestMs: -1, longest: span };
    groups.set(key, group);
    group.count++;
    if (spans.status[span] === SpanStatus.failed) group.failed++;
    group.totalMs += Math.max(0, Math.min(end, toMs) - Math.max(start, fromMs));
    if (end - start > group.longestMs) {
      group.longestMs = end - start;
      group.longest = span;
    }
  }
  return [...groups.values()].sort((a, b) => b.totalMs - a.totalMs || a.name.localeCompare(b.name));
}

function firstWord(text: string): string {
  const word = text.slice(0, 200).trimStart().split(/\s/, 1)[0];
  return word || text.slice(0, 80);
}

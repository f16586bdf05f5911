/**
 * A timeline in speedscope's own format, all of it in one profile, so that both viewers draw the same spans at once. (As
 * Chrome trace events every row would be a profile of its own, and speedscope would show one span of the first.)
 *
 * Speedscope knows stacks only: what begins within a span goes under it, and is cut off where that ends.
 */

import type { TimelineDelta } from '../../../runtime/trace/timeline/columns.ts';

export function speedscopeProfile({ spans, strings, endMs }: TimelineDelta): string {
  const { start, end, label, count } = spans;
  const order = Int32Array.from({ length: count }, (_, span) => span).sort(
    (a, b) => (start[a] ?? 0) - (start[b] ?? 0) || (end[b] ?? 0) - (end[a] ?? 0) || a - b,
  );
  const events: { type: 'O' | 'C'; frame: number; at: number }[] = [];
  const open: { frame: number; end: number }[] = [];
  const closeUntil = (time: number): void => {
    for (let top = open.at(-1); top && top.end <= time; top = open.at(-1)) {
      events.push({ type: 'C', frame: top.frame, at: top.end });
      open.pop();
    }
  };
  for (const span of order) {
    const at = start[span] ?? 0;
    closeUntil(at);
    const frame = label[span] ?? 0;
    open.push({ frame, end: Math.min(end[span] ?? at, endMs, open.at(-1)?.end ?? endMs) });
    events.push({ type: 'O', frame, at });
  }
  closeUntil(Number.POSITIVE_INFINITY);
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: { frames: strings.map(name => ({ name })) },
    profiles: [{ type: 'evented', name: 'rollout', unit: 'milliseconds', startValue: 0, endValue: endMs, events }],
  });
}

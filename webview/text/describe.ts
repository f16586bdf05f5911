/** One line about a span or a mark: what the live region says and the tooltip shows. */

import type { TimelineData } from '../data/timelineData.ts';
import type { Hit } from '../layout/hitTest.ts';
import { t } from '../strings.ts';
import { formatDuration } from './formatTime.ts';
import { kindName, markName, statusName } from './names.ts';
import { lineOf } from './safeText.ts';

export function describeHit(data: TimelineData, hit: Hit, nowMs: number): string {
  if (hit.type === 'mark') {
    const { kind, label, at } = data.marks;
    const text = lineOf(data.text(label[hit.index] ?? -1), 120);
    return t('announce.mark', markName(kind[hit.index] ?? 0), text, formatDuration(at[hit.index] ?? 0));
  }
  const { kind, status, start } = data.spans;
  return t(
    'announce.span',
    lineOf(data.spanLabel(hit.index), 120),
    kindName(kind[hit.index] ?? 0),
    statusName(status[hit.index] ?? 0),
    spanDuration(data, hit.index, nowMs),
    formatDuration(start[hit.index] ?? 0),
  );
}

export function spanDuration(data: TimelineData, span: number, nowMs: number): string {
  const start = data.spans.start[span] ?? 0;
  const end = data.spans.end[span] ?? start;
  return formatDuration(Math.max(0, Math.min(end, Math.max(nowMs, start)) - start));
}

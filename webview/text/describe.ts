/** One line about a span or a mark: what the live region says and the tooltip shows. */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
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
  const label = lineOf(data.spanLabel(hit.index), 120);
  const name = kindName(kind[hit.index] ?? 0);
  const lasted = spanDuration(data, hit.index, nowMs);
  const begins = formatDuration(start[hit.index] ?? 0);
  return lasted === ''
    ? t('announce.mark', name, label, begins)
    : t('announce.span', label, name, statusName(status[hit.index] ?? 0), lasted, begins);
}

/** Empty for what has no length by its nature. */
export function spanDuration(data: TimelineData, span: number, nowMs: number): string {
  if (data.spans.kind[span] === SpanKind.request) return '';
  const start = data.spans.start[span] ?? 0;
  const end = data.spans.end[span] ?? start;
  return formatDuration(Math.max(0, Math.min(end, Math.max(nowMs, start)) - start));
}

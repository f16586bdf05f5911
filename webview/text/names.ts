/** Names of kinds and states, for people. */

import { type MarkKind, type SpanKind, SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import type { TimeMode } from '../scale/timeScale.ts';
import { type StringKey, t } from '../strings.ts';

const kinds: Readonly<Record<SpanKind, StringKey>> = {
  0: 'kind.thread',
  1: 'kind.turn',
  2: 'kind.inference',
  3: 'kind.cell',
  4: 'kind.nestedCall',
  5: 'kind.wait',
  6: 'kind.terminal',
  7: 'kind.directCall',
  8: 'kind.compaction',
  9: 'kind.request',
};
const statuses: Readonly<Record<SpanStatus, StringKey>> = {
  0: 'status.running',
  1: 'status.completed',
  2: 'status.failed',
  3: 'status.cancelled',
  4: 'status.yielded',
};
const marks: Readonly<Record<MarkKind, StringKey>> = {
  0: 'mark.yield',
  1: 'mark.yieldPromised',
  2: 'mark.resume',
  3: 'mark.terminationAsked',
  4: 'mark.terminationAcknowledged',
  5: 'mark.reallyOver',
  6: 'mark.failure',
  7: 'mark.notification',
  8: 'mark.finding',
};
const modes: Readonly<Record<TimeMode, StringKey>> = {
  clock: 'mode.clock',
  folded: 'mode.folded',
  order: 'mode.order',
};

export function modeName(mode: TimeMode): string {
  return t(modes[mode]);
}
export function kindName(kind: number): string {
  const key = kinds[kind as SpanKind];
  return key ? t(key) : String(kind);
}
export function statusName(status: number): string {
  return t(statuses[status as SpanStatus] ?? statuses[SpanStatus.completed]);
}
export function markName(kind: number): string {
  const key = marks[kind as MarkKind];
  return key ? t(key) : String(kind);
}

/** Kinds as a person filters them. Threads are always shown: they carry everything else. */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';

export const kindGroups = ['model', 'cell', 'call', 'wait', 'system'] as const;
export type KindGroup = (typeof kindGroups)[number];

const groupOf: Readonly<Record<SpanKind, KindGroup | null>> = {
  [SpanKind.thread]: null,
  [SpanKind.turn]: 'model',
  [SpanKind.inference]: 'model',
  [SpanKind.cell]: 'cell',
  [SpanKind.nestedCall]: 'call',
  [SpanKind.wait]: 'wait',
  [SpanKind.terminal]: 'system',
  [SpanKind.directCall]: 'call',
  [SpanKind.compaction]: 'system',
  [SpanKind.request]: 'model',
};

export function kindGroup(kind: number): KindGroup | null {
  return groupOf[kind as SpanKind] ?? null;
}

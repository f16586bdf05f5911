/** What finds every span that was added up under a name. */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';

const words: Partial<Record<number, string>> = {
  [SpanKind.turn]: 'turn',
  [SpanKind.inference]: 'model',
  [SpanKind.cell]: 'cell',
  [SpanKind.nestedCall]: 'call',
  [SpanKind.wait]: 'wait',
  [SpanKind.terminal]: 'terminal',
  [SpanKind.directCall]: 'call',
  [SpanKind.compaction]: 'compaction',
};

/** Null for what no query finds. */
export function queryFor(kind: number, name: string): string | null {
  const word = words[kind];
  return word === undefined ? null : `kind:${word} "${name.replaceAll('"', '')}"`;
}

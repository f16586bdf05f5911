/**
 * Finds the spans for which every condition holds, in order of time.
 *
 * Texts are looked at once per string and not once per span: a million spans share a few thousand labels.
 */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { TimelineData } from '../data/timelineData.ts';
import type { Condition, Term } from './parseQuery.ts';

type Test = (span: number) => boolean;

export function runQuery(
  data: TimelineData,
  terms: readonly Term[],
  nowMs: number,
  shows: (span: number) => boolean = () => true,
): Int32Array {
  const tests = terms.map(({ negated, condition }) => {
    const test = testFor(data, condition, nowMs);
    return negated ? (span: number) => !test(span) : test;
  });
  const { start, count } = data.spans;
  const found: number[] = [];
  for (let span = 0; span < count; span++) {
    if (tests.every(test => test(span)) && shows(span)) found.push(span);
  }
  const hits = Int32Array.from(found);
  return hits.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || a - b);
}

function testFor(data: TimelineData, condition: Condition, nowMs: number): Test {
  const { spans } = data;
  switch (condition.type) {
    case 'text': {
      const matching = stringsWith(data, text => text.includes(condition.text));
      return span => matching[spans.label[span] ?? -1] === 1;
    }
    case 'tool': {
      const matching = stringsWith(data, text => text.includes(condition.text));
      return span =>
        (spans.kind[span] === SpanKind.nestedCall || spans.kind[span] === SpanKind.directCall) &&
        matching[spans.label[span] ?? -1] === 1;
    }
    case 'cell': {
      const lanes = cellLanes(data, condition.text);
      return span => lanes[spans.lane[span] ?? -1] === 1;
    }
    case 'kind':
      return span => condition.kinds.includes(spans.kind[span] ?? -1);
    case 'status':
      return span => spans.status[span] === condition.status;
    case 'duration':
      return durationTest(data, condition.operator, condition.ms, nowMs);
  }
}

function durationTest(data: TimelineData, operator: '<' | '>' | '<=' | '>=', ms: number, nowMs: number): Test {
  const { start, end } = data.spans;
  const length = (span: number) => Math.min(end[span] ?? 0, nowMs) - (start[span] ?? 0);
  switch (operator) {
    case '<':
      return span => length(span) < ms;
    case '>':
      return span => length(span) > ms;
    case '<=':
      return span => length(span) <= ms;
    case '>=':
      return span => length(span) >= ms;
  }
}

/** Strings that are, or are shown as, what is looked for. */
function stringsWith(data: TimelineData, test: (text: string) => boolean): Uint8Array {
  const { strings } = data;
  const matching = new Uint8Array(strings.length);
  for (let index = 0; index < strings.length; index++) {
    // Nobody searches in the megabytes at the end of a label.
    const text = strings[index] ?? '';
    const shown = data.text(index);
    const found = test(text.slice(0, 10_000).toLowerCase());
    if (found || (shown !== text && test(shown.toLowerCase()))) matching[index] = 1;
  }
  return matching;
}

/** Lanes of cells that carry this word in their label, with everything below them. */
function cellLanes(data: TimelineData, word: string): Uint8Array {
  const { lanes } = data;
  const inside = new Uint8Array(lanes.count);
  for (let lane = 0; lane < lanes.count; lane++) {
    const parent = lanes.parent[lane] ?? -1;
    const words = data
      .laneLabel(lane)
      .toLowerCase()
      .split(/[^\p{L}\p{N}_-]+/u);
    const named = data.laneEntity(lane)?.kind === 'code_cell' && words.includes(word);
    if (named || (parent >= 0 && inside[parent] === 1)) inside[lane] = 1;
  }
  return inside;
}

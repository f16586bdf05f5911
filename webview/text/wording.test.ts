import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { TimelineData } from '../data/timelineData.ts';
import { parseQuery } from '../query/parseQuery.ts';
import { runQuery } from '../query/runQuery.ts';
import { worded } from './wording.ts';

test.each([
  ['Cell 3', 'Cell 3'],
  ['yielded after 5608 ms, promised 10000 ms (default)', 'yielded after 5.61 s, promised 10 s (default)'],
  ['promised to return after 250 ms', 'promised to return after 250 ms'],
  ['failed', 'failed'],
  ['answered: terminated', 'answered: terminated'],
])('%s is shown as %s', (label, shown) => {
  expect(worded(label)).toBe(shown);
});

test.each(['read_file', 'failed to build', 'Cell', 'Turn 1: find slow tests', 'constructor', '__proto__', ''])(
  'what others have named stays: %s',
  label => {
    expect(worded(label)).toBe(label);
  },
);

test('who asked is worded on a request alone: a tool may have the same name', () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.thread, 'main');
  builder.span(lane, SpanKind.request, 'person', 0, 0);
  builder.span(lane, SpanKind.nestedCall, 'person', 0, 5);
  const data = new TimelineData((label, asked) => (asked ? `asked by a ${label}` : label));
  data.apply(builder.delta());
  expect([data.spanLabel(0), data.spanLabel(1)]).toEqual(['asked by a person', 'person']);
});

test('a label is found by what it is called and by what is shown of it', () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  builder.span(lane, SpanKind.cell, 'Cell 1', 0, 10);
  const data = new TimelineData(label => label.replace('Cell', 'Zelle'));
  data.apply(builder.delta());
  expect(data.spanLabel(0)).toBe('Zelle 1');
  const hits = (text: string) => {
    const query = parseQuery(text);
    return query.ok ? runQuery(data, query.terms, 10).length : -1;
  };
  expect([hits('zelle'), hits('cell'), hits('cell:1'), hits('lane')]).toEqual([1, 1, 1, 0]);
});

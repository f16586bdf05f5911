import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { type Row, RowIndex } from './rowIndex.ts';
import { TimelineData } from './timelineData.ts';

const entries = (row: Row) => Array.from({ length: row.length }, (_, place) => row.at(place));

test('an index that grew with the table holds the same rows as one built at once', () => {
  const batches = fc.array(fc.array(fc.tuple(fc.nat(3), fc.nat(4)), { maxLength: 700 }), { maxLength: 8 });
  fc.assert(
    fc.property(batches, deltas => {
      const builder = new TimelineBuilder();
      for (let lane = 0; lane < 4; lane++) builder.lane(LaneKind.cell, `Cell ${lane}`);
      const data = new TimelineData();
      const grown = new RowIndex();
      let at = 0;
      for (const rows of deltas) {
        for (const [lane, row] of rows) {
          builder.span(lane, SpanKind.nestedCall, 'call', at, at + 1, { row, entity: { kind: 'tool_call', id: 'x' } });
          at += 1;
        }
        data.apply(builder.delta());
        grown.update(data.lanes, data.spans);
      }
      const whole = new RowIndex();
      whole.update(data.lanes, data.spans);
      for (let lane = 0; lane < 4; lane++) {
        for (let row = 0; row < 5; row++) {
          expect(entries(grown.row(lane, row))).toEqual(entries(whole.row(lane, row)));
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('firstAbove finds what a walk along the row finds', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }), fc.nat(300), fc.nat(30), (steps, limit, low) => {
      const times = Float64Array.from(steps);
      for (let index = 1; index < times.length; index++) times[index] = (times[index] ?? 0) + (times[index - 1] ?? 0);
      const index = new RowIndex();
      const lane = new Int32Array(times.length);
      const lanes = { count: 1, parent: Int32Array.of(-1), kind: new Uint8Array(1), rows: Int32Array.of(1) };
      index.update(
        { ...lanes, label: new Int32Array(1), entity: new Int32Array(1) },
        {
          count: times.length,
          lane,
          row: lane,
        },
      );
      const from = Math.min(low, times.length);
      let expected = from;
      while (expected < times.length && !((times[expected] ?? 0) > limit)) expected++;
      expect(index.row(0, 0).firstAbove(times, limit, from)).toBe(expected);
    }),
  );
});

test('marks that arrive out of order are put in order of time', () => {
  const at = Float64Array.of(50, 10, 30, 20);
  const zeros = new Int32Array(4);
  const lanes = { count: 1, parent: Int32Array.of(-1), kind: new Uint8Array(1), rows: Int32Array.of(1) };
  const columns = { ...lanes, label: new Int32Array(1), entity: new Int32Array(1) };
  const index = new RowIndex(
    () => true,
    mark => at[mark] ?? 0,
  );
  index.update(columns, { count: 3, lane: zeros, row: zeros });
  expect(entries(index.row(0, 0))).toEqual([1, 2, 0]);
  index.update(columns, { count: 4, lane: zeros, row: zeros });
  expect(entries(index.row(0, 0))).toEqual([1, 3, 2, 0]);
});

test('a filtered index leaves out what its filter leaves out, now and later', () => {
  const lane = new Int32Array(6);
  const lanes = { count: 1, parent: Int32Array.of(-1), kind: new Uint8Array(1), rows: Int32Array.of(1) };
  const columns = { ...lanes, label: new Int32Array(1), entity: new Int32Array(1) };
  const even = new RowIndex(entry => entry % 2 === 0);
  even.update(columns, { count: 3, lane, row: lane });
  even.update(columns, { count: 6, lane, row: lane });
  expect(entries(even.row(0, 0))).toEqual([0, 2, 4]);
  expect(even.row(0, 0).placeOf(4)).toBe(2);
  expect(even.row(0, 0).placeOf(3)).toBe(-1);
});

test('entries that name a lane or row that is not there are never shown and break nothing', () => {
  const lanes = { count: 1, parent: Int32Array.of(-1), kind: new Uint8Array(1), rows: Int32Array.of(1) };
  const columns = { ...lanes, label: new Int32Array(1), entity: new Int32Array(1) };
  const index = new RowIndex();
  index.update(columns, { count: 3, lane: Int32Array.of(7, 0, -1), row: Int32Array.of(0, 9, 0) });
  expect(entries(index.row(0, 0))).toEqual([]);
});

import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { closeCellsOfLong, toggleCells } from './cellLanes.ts';
import { Model } from './model.ts';

function modelWith(cells: number, height: number): Model {
  const builder = new TimelineBuilder();
  const thread = builder.lane(LaneKind.thread, 'main');
  builder.span(thread, SpanKind.thread, 'main', 0, 1000 * cells);
  for (let cell = 0; cell < cells; cell++) {
    const lane = builder.lane(LaneKind.cell, `Cell ${cell}`, thread, { kind: 'code_cell', id: `${cell}` });
    builder.span(lane, SpanKind.cell, `Cell ${cell}`, 1000 * cell, 1000 * cell + 900);
    for (let row = 1; row < 5; row++)
      builder.span(lane, SpanKind.nestedCall, 'read_file', 1000 * cell, 1000 * cell + 800, { row });
  }
  const model = new Model();
  model.take(builder.delta());
  model.size.value = { width: 300, height };
  return model;
}

test('one key closes all cells, and opens them again', () => {
  const model = modelWith(3, 800);
  const open = model.layout.value.height;
  toggleCells(model);
  expect(model.collapsed.value.size).toBe(3);
  expect(model.layout.value.height).toBeLessThan(open / 2);
  expect(model.announcement.value).toBe('All cells collapsed: 3');
  toggleCells(model);
  expect(model.layout.value.height).toBe(open);
});

test('when some are closed, all are closed first; a closed thread stays as it is', () => {
  const model = modelWith(3, 800);
  model.collapsed.value = new Set(['code_cell:1']);
  toggleCells(model);
  expect(model.collapsed.value.size).toBe(3);
  model.collapsed.value = new Set([...model.collapsed.value, 'thread:main']);
  toggleCells(model);
  expect([...model.collapsed.value]).toEqual(['thread:main']);
});

test('a long rollout that nobody has touched begins with its cells closed, a short one does not', () => {
  const long = modelWith(40, 600);
  closeCellsOfLong(long);
  expect(long.collapsed.value.size).toBe(40);
  const short = modelWith(3, 600);
  closeCellsOfLong(short);
  expect(short.collapsed.value.size).toBe(0);
  const touched = modelWith(40, 600);
  touched.selection.value = { type: 'span', index: 0 };
  closeCellsOfLong(touched);
  expect(touched.collapsed.value.size).toBe(0);
});

import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { togglePath } from './keyActions.ts';
import { Model } from './model.ts';

function modelWith(turns: readonly number[], cells: readonly number[]): Model {
  const builder = new TimelineBuilder();
  const thread = builder.lane(LaneKind.thread, 'main');
  builder.span(thread, SpanKind.thread, 'main', 0, 10_000);
  for (const [turn, ms] of turns.entries())
    builder.span(thread, SpanKind.turn, `Turn ${turn}`, 1000 * turn, 1000 * turn + ms, { row: 1 });
  for (const [cell, ms] of cells.entries()) {
    const lane = builder.lane(LaneKind.cell, `Cell ${cell}`, thread, { kind: 'code_cell', id: `${cell}` });
    builder.span(lane, SpanKind.cell, `Cell ${cell}`, 1000 * cell, 1000 * cell + ms);
  }
  const model = new Model();
  model.take(builder.delta());
  return model;
}

const pathOf = (model: Model) => {
  const span = model.path.value?.span;
  return span === undefined ? null : model.data.spanLabel(span);
};

test('with nothing selected the critical path is that of the longest turn, and a second press ends it', () => {
  const model = modelWith([300, 900, 600], [950]);
  togglePath(model);
  expect(pathOf(model)).toBe('Turn 1');
  togglePath(model);
  expect(model.path.value).toBeNull();
});

test('where there are no turns it is that of the longest cell', () => {
  const model = modelWith([], [300, 200]);
  togglePath(model);
  expect(pathOf(model)).toBe('Cell 0');
});

test('what is selected goes first', () => {
  const model = modelWith([300, 900], [950]);
  const [cell] = Array.from({ length: model.data.spans.count }, (_, span) => span).filter(
    span => model.data.spanLabel(span) === 'Cell 0',
  );
  model.selection.value = { type: 'span', index: cell ?? -1 };
  togglePath(model);
  expect(pathOf(model)).toBe('Cell 0');
});

test('an empty rollout has none', () => {
  const model = modelWith([], []);
  togglePath(model);
  expect(model.path.value).toBeNull();
});

import { expect, test } from 'vitest';
import { livelyRollout } from '../../test/viewer/support/livelyRollout.ts';
import type { EntityColumns, TimelineDelta } from '../trace/timeline/columns.ts';
import { entityAt } from '../trace/timeline/entities.ts';
import { deltaParts } from './deltaParts.ts';

const cut = (delta: TimelineDelta, next: number, first = next) =>
  deltaParts(delta, { first, next }).map(make => make());

const refs = (entities: EntityColumns) => Array.from({ length: entities.count }, (_, at) => entityAt(entities, at));
const whole = (): TimelineDelta => ({ ...livelyRollout().builder.delta(), version: 7 });

function joined(
  parts: readonly TimelineDelta[],
  table: 'lanes' | 'spans' | 'marks' | 'arcs',
  column: string,
): number[] {
  return parts.flatMap(part => [...((part[table] as unknown as Record<string, Int32Array>)[column] ?? [])]);
}

test('a delta that is small enough is its own only part', () => {
  const delta = whole();
  expect(deltaParts(delta).map(make => make())).toEqual([delta]);
});

test('parts in order hold every row of every table once', () => {
  const delta = whole();
  const parts = cut(delta, 10);
  expect(parts.length).toBe(Math.ceil(delta.spans.count / 10));
  expect(joined(parts, 'spans', 'start')).toEqual([...delta.spans.start]);
  expect(joined(parts, 'lanes', 'parent')).toEqual([...delta.lanes.parent]);
  expect(joined(parts, 'marks', 'at')).toEqual([...delta.marks.at]);
  expect(joined(parts, 'arcs', 'to')).toEqual([...delta.arcs.to]);
  expect(parts.flatMap(part => part.strings)).toEqual(delta.strings);
  expect(parts.flatMap(part => refs(part.entities))).toEqual(refs(delta.entities));
});

test('versions count up to that of the delta, and only the first part resets', () => {
  const parts = cut(whole(), 30);
  expect(parts.at(-1)?.version).toBe(7);
  expect(parts.map(part => part.version)).toEqual(parts.map((_part, index) => 7 - (parts.length - 1 - index)));
  expect(parts.map(part => part.reset)).toEqual(parts.map((_part, index) => index === 0));
});

test('no row comes before the lane, the text and the object it names', () => {
  const seen = { lanes: 0, strings: 0, entities: 0 };
  for (const part of cut(whole(), 7)) {
    seen.lanes += part.lanes.count;
    seen.strings += part.strings.length;
    seen.entities += part.entities.count;
    for (const table of [part.spans, part.marks]) {
      expect(Math.max(-1, ...table.lane)).toBeLessThan(seen.lanes);
      expect(Math.max(-1, ...table.label)).toBeLessThan(seen.strings);
      expect(Math.max(-1, ...table.entity)).toBeLessThan(seen.entities);
    }
  }
});

test('columns of a part hold no more than its rows', () => {
  for (const { spans, entities, marks } of cut(whole(), 10)) {
    expect([spans.start.length, spans.label.length]).toEqual([spans.count, spans.count]);
    expect([entities.kind.length, marks.at.length]).toEqual([entities.count, marks.count]);
  }
});

test('a delta that continues another is never cut', () => {
  const delta = { ...whole(), reset: false };
  expect(cut(delta, 10)).toEqual([delta]);
});

test('a small first part comes before larger ones', () => {
  const counts = cut(whole(), 30, 5).map(part => part.spans.count);
  expect(counts.slice(0, 2)).toEqual([5, 30]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(whole().spans.count);
});

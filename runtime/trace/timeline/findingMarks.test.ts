import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import type { MarkedFinding } from './findingMarks.ts';
import { createProjection, project } from './projection.ts';
import { renderText } from './renderText.ts';

const cell = 'code_cell:call-1';
const about = (message: string, ...refs: MarkedFinding['refs']): MarkedFinding => ({ code: 'cell-odd', message, refs });
const ran = () => new RolloutBuilder().at(0).thread().turn('turn-1').exec('call-1', 'turn-1', '1', 'text(1)').at(300);

test('a finding is a mark where the span of its object ends, with its sentence', () => {
  const build = ran().respond('call-1', 'completed').at(400).endTurn('turn-1').endThread().endRollout();
  const findings = [about('cell 1 is odd', { kind: 'code_cell', id: cell })];
  expect(renderText(project(build.graph, { findings }), 40)).toContain('^ 300 ms finding on row 0: cell 1 is odd');
});

test('a finding whose first object is not drawn is marked on the next one that is', () => {
  const build = ran().respond('call-1', 'completed');
  const findings = [about('lost', { kind: 'conversation_item', id: 'none' }, { kind: 'code_cell', id: cell })];
  expect(project(build.graph, { findings }).marks.count).toBe(1);
});

test('a finding of a live run is marked once, and its mark takes on what is said of it later', () => {
  const build = ran();
  const projection = createProjection(build.graph, { live: true });
  const said = () => projection.whole().strings[projection.whole().marks.label[0] ?? -1];
  projection.delta();
  const ref = { kind: 'code_cell', id: cell } as const;
  expect(projection.found([about('3 waits', ref)])).toBe(true);
  expect(projection.delta()?.marks.count).toBe(1);
  expect(said()).toBe('3 waits');
  expect(projection.found([about('4 waits', ref)])).toBe(true);
  const changed = projection.delta();
  expect(changed?.marks.count).toBe(0);
  expect([...(changed?.patches.mark ?? [])]).toEqual([0]);
  expect(said()).toBe('4 waits');
  expect(projection.delta()).toBeNull();
});

test('a finding that is no longer found is said to have gone', () => {
  const projection = createProjection(ran().graph, { live: true });
  projection.found([about('odd', { kind: 'code_cell', id: cell })]);
  projection.delta();
  expect(projection.found([])).toBe(false);
});

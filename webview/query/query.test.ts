import { expect, test } from 'vitest';
import { livelyRollout } from '../../test/viewer/support/livelyRollout.ts';
import { TimelineData } from '../data/timelineData.ts';
import { parseQuery } from './parseQuery.ts';
import { runQuery } from './runQuery.ts';

const data = new TimelineData();
data.apply(livelyRollout().builder.delta());

function found(text: string): string[] {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`not understood: ${query.at}`);
  return Array.from(runQuery(data, query.terms, data.endMs), span => data.spanLabel(span));
}

test('plain words look into labels, whatever their case', () => {
  expect(found('NPM TEST')).toEqual(['exec_command npm test -- --reporter json', 'npm test']);
  expect(found('"slow tests"')).toEqual(['Turn 1: find slow tests']);
});

test('tool: looks into tool calls only', () => {
  expect(found('tool:exec')).toEqual([
    'exec',
    'exec',
    'exec_command npm test -- --reporter json',
    'exec',
    'exec',
    'exec_command npm run watch',
  ]);
});

test('conditions hold together', () => {
  expect(found('tool:read_file failed')).toEqual(['read_file']);
  expect(found('kind:wait duration > 4s')).toEqual(['wait Cell 2', 'terminate Cell 4']);
});

test('durations compare in the unit that is written', () => {
  expect(found('kind:model duration >= 16 s')).toEqual(['model']);
  expect(found('kind:model duration<1000ms')).toEqual(['model']);
});

test('an exclamation mark turns a condition round', () => {
  expect(found('kind:wait !duration>4s')).toEqual(['wait Cell 2']);
});

test('cell: takes a cell and everything in its lane', () => {
  expect(found('cell:3')).toEqual(['Cell 3', 'apply_patch']);
});

test('hits come in order of time', () => {
  const starts = Array.from(runQuery(data, [], data.endMs), span => data.spans.start[span] ?? 0);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
});

test('what cannot be understood is named', () => {
  expect(parseQuery('kind:unicorn')).toEqual({ ok: false, at: 'kind:unicorn' });
  expect(parseQuery('duration > 5parsecs')).toEqual({ ok: false, at: 'duration > 5parsecs' });
});

test('names of built-in properties are words like any other', () => {
  expect(found('constructor')).toEqual([]);
  expect(parseQuery('kind:constructor')).toEqual({ ok: false, at: 'kind:constructor' });
});

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

test('status: is a state spelled out', () => {
  expect(found('tool:read_file status:failed')).toEqual(['read_file']);
});

test('a quotation need not be over to be looked for', () => {
  expect(found('"slow te')).toEqual(['Turn 1: find slow tests']);
});

test('a number without a unit is in milliseconds, and a word behind it is a condition of its own', () => {
  expect(found('duration > 39 failed tool:read_file')).toEqual(['read_file']);
});

test('text with a colon is text', () => {
  expect(found('turn 1: slow')).toEqual(['Turn 1: find slow tests']);
});

test.each([
  ['kind:unicorn', 'kind'],
  ['kind:', 'kind'],
  ['status:green', 'status'],
  ['duration > 5parsecs', 'duration'],
  ['duration > abc', 'duration'],
  ['duration >', 'duration'],
  ['duration = 5ms', 'duration'],
  ['duration > 1.2.3 s', 'duration'],
  ['!tool:', 'word'],
])('%s is refused, with what could stand there', (text, expected) => {
  expect(parseQuery(text)).toEqual({ ok: false, at: text, expected });
});

test('what is refused is named without what stands before it', () => {
  expect(parseQuery('tool:exec failed kind:unicorn')).toMatchObject({ ok: false, at: 'kind:unicorn' });
});

test('names of built-in properties are words like any other', () => {
  expect(found('constructor')).toEqual([]);
  expect(parseQuery('kind:constructor')).toMatchObject({ ok: false, at: 'kind:constructor' });
});

import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { describe } from './describe.ts';
import { english, sayIn, sayKnown, words } from './words.ts';

test('details are told in the words they are handed, and in English where one is missing', () => {
  const build = new RolloutBuilder().at(0).thread().turn('t').exec('call', 't', '1', 'text(1)').at(1200);
  build.respond('call', 'completed');
  const say = sayIn({ Status: 'Stand', completed: 'fertig', '{0} after {1}': 'nach {1}: {0}', Source: 'Quelltext' });
  const told = describe(build.graph, { kind: 'code_cell', id: 'code_cell:call' }, say);
  const fields = Object.fromEntries((told?.fields ?? []).map(({ label, value }) => [label, value]));
  expect(fields).toMatchObject({ Stand: 'fertig', 'First response': 'nach 1.2 s: fertig', Duration: '1.2 s' });
  expect(told?.blocks[0]?.title).toBe('Quelltext');
  expect(told?.story?.map(row => row.text)).toContain('Submitted the cell');
});

test('a word of the format is translated, any other is left as it is', () => {
  const say = sayIn({ running: 'läuft' });
  expect(sayKnown(say, 'running')).toBe('läuft');
  expect(sayKnown(say, 'Status')).toBe('Status');
  expect(sayKnown(say, 'my own status')).toBe('my own status');
});

test('an argument that looks like a place for one is left alone', () => {
  expect(english('{0} after {1}', '{1}', 'x')).toBe('{1} after x');
});

test('every word stands in the list once', () => {
  expect(new Set(words).size).toBe(words.length);
});

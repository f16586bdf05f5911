import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { findAll } from './findAll.ts';
import { findingTexts, retold } from './texts.ts';

const sentence = '{0} waits for cell {1}, which this thread never had';
const [found] = findAll(
  new RolloutBuilder().thread().turn('t').wait('w', 't', null, { cell_id: '9' }).endCall('w', 'failed').graph,
);

test('a finding is retold in another language with the same names and times', () => {
  expect(found?.message).toBe('w waits for cell 9, which this thread never had');
  const german = { [sentence]: '{0} wartet auf Zelle {1}, die es hier nie gab' };
  expect(found && retold(found, german).message).toBe('w wartet auf Zelle 9, die es hier nie gab');
  expect(found && retold(found, {})).toBe(found);
});

test('what is written of a finding is its message alone', () => {
  expect(Object.keys(found ?? {}).sort()).toEqual(['code', 'message', 'refs', 'severity']);
});

test('every sentence stands in the list once', () => {
  expect(new Set(findingTexts).size).toBe(findingTexts.length);
});

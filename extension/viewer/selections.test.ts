import { expect, test } from 'vitest';
import { type Selection, Selections } from './selections.ts';

const ref = (id: string) => ({ kind: 'code_cell', id }) as const;

function followed(): { selections: Selections; changes: (Selection | undefined)[]; choices: Selection[] } {
  const selections = new Selections();
  const changes: (Selection | undefined)[] = [];
  const choices: Selection[] = [];
  selections.onDidChange(selection => changes.push(selection));
  selections.onDidChoose(selection => choices.push(selection));
  return { selections, changes, choices };
}

test('what somebody selects in a page is the latest selection, and a choice', () => {
  const { selections, changes, choices } = followed();
  selections.set('/a', ref('1'), false);
  expect(selections.latest).toEqual({ bundle: '/a', ref: ref('1') });
  expect(changes).toEqual([selections.latest]);
  expect(choices).toEqual([selections.latest]);
});

test('what a page selects because it was asked to is the latest selection, but nobody has chosen it', () => {
  const { selections, changes, choices } = followed();
  selections.set('/a', ref('1'), true);
  expect(selections.latest).toEqual({ bundle: '/a', ref: ref('1') });
  expect(changes).toEqual([selections.latest]);
  expect(choices).toEqual([]);
});

test('nothing selected is no choice, and says nothing about the selection of another rollout', () => {
  const { selections, changes, choices } = followed();
  selections.set('/a', ref('1'), true);
  selections.set('/b', null, false);
  expect(selections.latest?.bundle).toBe('/a');
  selections.set('/a', null, false);
  expect(selections.latest).toBeUndefined();
  expect(changes).toHaveLength(2);
  expect(choices).toEqual([]);
});

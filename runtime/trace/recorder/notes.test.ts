import { expect, test } from 'vitest';
import { asId, type CellId, type NestedCallId } from '../../base/ids.ts';
import type { SessionFact } from '../../base/observer.ts';
import { notesText, readNotes } from './notes.ts';
import { script, textItem } from './sessionScript.ts';

const cell = asId<CellId>('1');
const call = asId<NestedCallId>('tool-1');
const fail = (error: unknown): never => {
  throw error;
};
/** What a thread is told when it is told these facts. */
const told = (facts: readonly SessionFact[], onFault: (error: unknown) => void = fail) => {
  const notes = readNotes(notesText({ type: 'facts', facts }, onFault));
  return notes.type === 'facts' ? notes.facts : fail(notes.type);
};

test('facts are read as they were told', () => {
  const { facts } = script()
    .exec('1', 'text("ü\u2028")')
    .call('1', 'tool-1', 'a', { b: [1, null] })
    .call('1', 'tool-2', 'c')
    .returned('1', 'tool-1', { status: 'completed', value: { d: 'e' } })
    .returned('1', 'tool-2', { status: 'failed', error: 'f' })
    .answered('1', 'completed', [textItem('g')])
    .cellClosed('1');
  expect(told(facts)).toEqual(facts);
});

test('of values that came with their JSON text, the text is told', () => {
  const input = { b: ['"\\', 'ü', '\ud800'] };
  const { facts } = script()
    .add({
      type: 'nested_call_started',
      cellId: cell,
      toolCallId: call,
      name: 'na"me',
      namespace: 'sp\\ace',
      kind: 'freeform',
      input,
      inputJson: JSON.stringify(input),
    })
    .add({
      type: 'nested_call_ended',
      cellId: cell,
      toolCallId: call,
      outcome: { status: 'completed', value: 'a handler changed it afterwards' },
      valueJson: '{"c":1}',
    });
  const [started, ended] = facts;
  const { inputJson: _, ...startedAsTold } = started as SessionFact & { inputJson: string };
  const { valueJson: __, ...endedAsTold } = ended as SessionFact & { valueJson: string };
  expect(told(facts)).toEqual([startedAsTold, { ...endedAsTold, outcome: { status: 'completed', value: { c: 1 } } }]);
});

test('a fact that is no JSON is told of, and the others are told', () => {
  const faults: unknown[] = [];
  const { facts } = script()
    .call('1', 'tool-1', 'a', {
      get b(): string {
        return fail(new Error('no'));
      },
    })
    .cellClosed('1');
  expect(told(facts, error => faults.push(error))).toEqual(facts.slice(1));
  expect(faults).toEqual([new Error('no')]);
});

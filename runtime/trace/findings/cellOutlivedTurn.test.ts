import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { cellOutlivedTurn } from './cellOutlivedTurn.ts';

const yielded = () =>
  new RolloutBuilder()
    .thread()
    .turn('t')
    .exec('call-1', 't', '1', 'x')
    .respond('call-1', 'yielded')
    .at(1000)
    .endTurn('t');

test('a cell left running when its turn ended, and never collected, is a loss', () => {
  expect(cellOutlivedTurn(yielded().graph)).toEqual([
    {
      severity: 'warning',
      code: 'cell-outlived-turn',
      message: 'cell 1 was left running when its turn ended, and nobody has collected its result',
      refs: [
        { kind: 'code_cell', id: 'code_cell:call-1' },
        { kind: 'codex_turn', id: 't' },
      ],
    },
  ]);
});

test('one that a later turn collected is only told', () => {
  const build = yielded().turn('t2').at(4000).wait('wait-1', 't2', 'call-1', { cell_id: '1' });
  expect(cellOutlivedTurn(build.endCell('call-1', 'completed').endCall('wait-1').graph)).toMatchObject([
    { severity: 'info', message: 'cell 1 ran on after its turn had ended; its result was collected 3 s later' },
  ]);
});

test('a cell that was over, ended with its turn, or whose turn goes on, did not outlive it', () => {
  const start = () => new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x');
  expect(cellOutlivedTurn(start().respond('call-1', 'completed').endTurn('t').graph)).toEqual([]);
  expect(cellOutlivedTurn(start().respond('call-1', 'yielded').endTurn('t', 'cancelled').graph)).toEqual([]);
  expect(cellOutlivedTurn(start().respond('call-1', 'yielded').graph)).toEqual([]);
});

test('a clock that was set back makes no time below none', () => {
  const build = yielded().turn('t2').at(400).wait('wait-1', 't2', 'call-1', { cell_id: '1' });
  expect(cellOutlivedTurn(build.endCell('call-1', 'completed').endCall('wait-1').graph)[0]?.message).toBe(
    'cell 1 ran on after its turn had ended; its result was collected 0 ms later',
  );
});

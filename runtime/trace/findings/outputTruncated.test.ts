import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { outputTruncated } from './outputTruncated.ts';

const saw = (...texts: string[]) => {
  const build = new RolloutBuilder().thread().turn('t').exec('call-1', 't', '1', 'x').respond('call-1', 'completed');
  return outputTruncated(build.output('call-1', 'Script completed\nWall time 0.1 seconds\nOutput:\n', ...texts).graph);
};

test('a cut output tells how much is missing', () => {
  const text =
    'Warning: truncated output (original token count: 500)\nTotal output lines: 9\n\nab…490 tokens truncated…yz';
  expect(saw(text)).toEqual([
    {
      severity: 'info',
      code: 'output-truncated',
      message:
        'the output of call-1 was cut before the model saw it (490 of 500 tokens): print less, or raise max_output_tokens',
      refs: [
        { kind: 'tool_call', id: 'call-1' },
        { kind: 'code_cell', id: 'code_cell:call-1' },
        { kind: 'conversation_item', id: 'conversation_item:2' },
      ],
    },
  ]);
});

test('the older text without a warning, omitted items and the limit of a cell count as well', () => {
  expect(saw('Total output lines: 3\n\na…7 tokens truncated…z')[0]?.message).toContain('(7 tokens)');
  expect(saw('a', '[omitted 2 text items ...]')[0]?.message).toContain('(omitted 2 text items)');
  const limit =
    '[Code Mode session output limit reached: omitted 77 text bytes; discarded 1 text segments, 0 images, 0 audio items]';
  expect(saw('a', limit, 'z')[0]?.message).toContain('(77 bytes over the limit of a cell)');
});

test('whole output is not reported', () => {
  expect(saw('all of it', 'and more')).toEqual([]);
});

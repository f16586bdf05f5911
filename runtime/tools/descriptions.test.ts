import { describe, expect, test } from 'vitest';
import { describeExec, describeWait } from './descriptions.ts';

const helpers = [
  'text',
  'image',
  'audio',
  'content',
  'generatedImage',
  'as_settled',
  'stream_settled',
  'store',
  'load',
  'notify',
  'yield_control',
  'setTimeout',
  'clearTimeout',
  'exit',
];

describe('the description of exec', () => {
  test.each(helpers)('names %s', helper => {
    expect(describeExec([])).toContain(`${helper}(`);
  });
  test('ends with the declarations of the tools there are', () => {
    expect(describeExec([{ name: 'look', description: 'Looks.' }])).toMatch(
      /declare const tools: \{\n {2}\/\*\* Looks\. \*\/\n {2}look\(args\?: unknown\): Promise<unknown>;\n\};\n```$/,
    );
    expect(describeExec([])).not.toContain('declare');
  });
});

test('the description of wait names its arguments', () => {
  for (const name of ['yield_time_ms', 'max_tokens', 'terminate', 'cell id']) expect(describeWait()).toContain(name);
});

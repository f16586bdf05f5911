import { describe, expect, test } from 'vitest';
import { Params, present } from './params.ts';

const wrong = (value: unknown, read: (params: Params) => unknown) => {
  try {
    return read(new Params(value));
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${error.code} ${error.message}` : error;
  }
};

describe('a missing or wrong field is -32602 and named', () => {
  test.each<[string, unknown, (params: Params) => unknown, string]>([
    ['missing', {}, p => p.text('sessionId'), 'missing field "sessionId": expected a string'],
    ['no params', undefined, p => p.text('sessionId'), 'missing field "sessionId": expected a string'],
    ['wrong type', { source: 5 }, p => p.text('source'), 'field "source" must be a string, got 5'],
    ['array of params', [1], p => p.text('x'), 'field "params" must be an object, got [1]'],
    ['negative', { n: -1 }, p => p.optionalCount('n'), 'field "n" must be a non-negative safe integer, got -1'],
    ['fraction', { n: 0.5 }, p => p.optionalCount('n'), 'field "n" must be a non-negative safe integer, got 0.5'],
    ['flag', { f: 'yes' }, p => p.optionalFlag('f'), 'field "f" must be a boolean, got "yes"'],
    [
      'choice',
      { v: 'all' },
      p => p.optionalChoice('v', ['items', 'both']),
      'field "v" must be one of "items", "both", got "all"',
    ],
    [
      'nested',
      { record: {} },
      p => p.optionalObject('record')?.text('dir'),
      'missing field "record.dir": expected a string',
    ],
    ['object', { record: 'x' }, p => p.optionalObject('record'), 'field "record" must be an object, got "x"'],
    ['tools', { tools: {} }, p => p.optionalTools('tools'), 'field "tools" must be an array, got {}'],
    [
      'tool',
      { tools: [{ name: 'a' }, {}] },
      p => p.optionalTools('tools'),
      'missing field "tools[1].name": expected a string',
    ],
    [
      'tool kind',
      { tools: [{ name: 'a', kind: 'x' }] },
      p => p.optionalTools('tools'),
      'field "tools[0].kind" must be one of "function", "freeform", got "x"',
    ],
    [
      'tool schema',
      { tools: [{ name: 'a', inputSchema: 1 }] },
      p => p.optionalTools('tools'),
      'field "tools[0].inputSchema" must be a JSON Schema object, got 1',
    ],
  ])('%s', (_name, value, read, message) => {
    expect(wrong(value, read)).toBe(`-32602 ${message}`);
  });
});

test('unknown fields are ignored, null and absence are the same', () => {
  const params = new Params({ source: 'x', more: 1, yieldTimeMs: null });
  expect(params.text('source')).toBe('x');
  expect(params.optionalCount('yieldTimeMs')).toBeUndefined();
  expect(params.optionalTools('tools')).toBeUndefined();
});
test('a tool keeps what a tool has', () => {
  const tool = { name: 'a', description: 'b', kind: 'freeform', inputSchema: {}, extra: 1 };
  expect(new Params({ tools: [tool] }).optionalTools('tools')).toEqual([
    { name: 'a', description: 'b', kind: 'freeform', inputSchema: {} },
  ]);
});
test('present leaves out what is undefined', () => {
  expect(Object.keys(present({ a: 1, b: undefined }))).toEqual(['a']);
});

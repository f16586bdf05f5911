import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../base/json.ts';
import { assertSchema, createInputCheck } from './inputCheck.ts';

const inputSchema: JsonObject = {
  type: 'object',
  properties: {
    path: { type: 'string', minLength: 1 },
    lines: { type: 'integer', minimum: 1 },
    mode: { enum: ['a', 'b', 3] },
    nested: { type: 'object', properties: { items: { type: 'array', items: { type: 'number' } } } },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    maybe: { type: ['string', 'null'] },
  },
  required: ['path'],
  additionalProperties: false,
};
const check = createInputCheck({ name: 'look', inputSchema });

describe('a fault is a sentence that names the field and what was expected', () => {
  test.each<[JsonValue | undefined, string]>([
    [undefined, 'The input of look needs the field "path" (a string); the input has no fields.'],
    [{ file: 'x' }, 'The input of look needs the field "path" (a string); the input has only "file".'],
    [{ path: 'x', file: 1 }, 'The input of look has no field "file"; its fields are "path", "lines", "mode"'],
    ['x', 'The input of look must be an object, got "x".'],
    [{ path: 7 }, 'The field "path" of look must be a string, got 7.'],
    [{ path: '' }, 'The field "path" of look must NOT have fewer than 1 characters, got "".'],
    [{ path: 'x', lines: 1.5 }, 'The field "lines" of look must be an integer, got 1.5.'],
    [{ path: 'x', lines: 0 }, 'The field "lines" of look must be >= 1, got 0.'],
    [{ path: 'x', mode: 'c' }, 'The field "mode" of look must be one of "a", "b", "3", got "c".'],
    [{ path: 'x', nested: { items: [1, 'two'] } }, 'The field "nested.items[1]" of look must be a number, got "two".'],
    [{ path: 'x', either: null }, 'The field "either" of look fits none of the shapes its schema allows, got null.'],
    [{ path: 'x', maybe: 1 }, 'The field "maybe" of look must be a string or null, got 1.'],
    [{ path: ['x'.repeat(100)] }, '… (an array).'],
  ])('%j', (input, message) => {
    expect(() => check(input)).toThrow(message);
  });
});

describe('input that fits passes', () => {
  test.each<[JsonValue]>([
    [{ path: 'x' }],
    [{ path: 'x', lines: 2, mode: 3, either: 1, maybe: null, nested: { more: 1 } }],
  ])('%j', input => {
    expect(() => check(input)).not.toThrow();
  });
  test('a tool without required fields may be called without input', () => {
    expect(() => createInputCheck({ name: 'x', inputSchema: { type: 'object' } })(undefined)).not.toThrow();
  });
  test('a tool without schema takes anything', () => {
    expect(() => createInputCheck({ name: 'x' })([1])).not.toThrow();
  });
  test('a schema may be of an older draft and may refer to itself', () => {
    const schema: JsonObject = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { tree: { type: 'object', properties: { children: { items: { $ref: '#/definitions/tree' } } } } },
      $ref: '#/definitions/tree',
    };
    const tree = createInputCheck({ name: 'tree', inputSchema: schema });
    expect(() => tree({ children: [{ children: [] }] })).not.toThrow();
    expect(() => tree({ children: [{ children: [1] }] })).toThrow('The field "children[0].children[0]" of tree');
  });
});

test('a freeform tool takes one string', () => {
  const freeform = createInputCheck({ name: 'patch', kind: 'freeform' });
  expect(() => freeform('text')).not.toThrow();
  expect(() => freeform(undefined)).toThrow('patch takes one string as its input, not nothing.');
});

test('a schema that is none is named with its tool', () => {
  expect(() => assertSchema({ name: 'odd', inputSchema: { type: 'strange' } })).toThrow(
    'the input schema of tool "odd" is not valid: ',
  );
});

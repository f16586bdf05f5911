import { describe, expect, test } from 'vitest';
import { inputFields } from './inputFields.ts';

const tools = [
  {
    name: 'plan',
    inputSchema: {
      properties: {
        steps: {
          type: 'array',
          items: { properties: { step: { type: 'string' }, status: { enum: ['open', 'done'] } } },
        },
        by: { type: 'object', properties: { name: { type: 'string' } } },
      },
    },
  },
  {
    name: 'read-file',
    inputSchema: {
      properties: {
        encoding: { enum: ['utf8', 'base64'], description: 'How.' },
        path: { type: 'string' },
        deep: { type: 'boolean' },
        lines: { type: 'array', items: { type: 'integer' } },
      },
      required: ['path'],
    },
  },
  { name: 'say', kind: 'freeform' as const },
];

/** The names offered at the bar. */
function namesAt(text: string): string[] {
  const [before = '', after = ''] = text.split('|');
  return inputFields(before, after, tools).map(({ name }) => name);
}

describe('the fields of an input', () => {
  test('are offered in its braces, those that are needed first', () => {
    expect(namesAt('await tools.read_file({|')).toEqual(['path', 'encoding', 'deep', 'lines']);
    expect(namesAt('await tools.read_file({ enc|')).toEqual(['path', 'encoding', 'deep', 'lines']);
  });

  test('are not offered twice, wherever they are written', () => {
    expect(namesAt("tools.read_file({ path: 'a', |, deep: true })")).toEqual(['encoding', 'lines']);
    expect(namesAt('tools.read_file({\n  path: list[f({ a: 1 })],\n  |\n})')).toEqual(['encoding', 'deep', 'lines']);
  });

  test.each([
    ['behind an error further up', 'const a = ;\nif (b {\nawait tools.read_file({ |'],
    ['before an error further down', 'await tools.read_file({ | })\nconst = 1;'],
    ['in braces that nothing closes', 'await tools.read_file({ |\ntext(1);\nconst path = 1;'],
    ['in a template', "text(`it's {${await tools.read_file({ |"],
    ['behind brackets in strings and comments', "text(':-)'); /* ( */ tools.read_file({ /* { */ |"],
    ['on a line of its own', 'tools\n  .read_file(\n  {\n    |'],
    ['asked for with care', 'tools?.read_file({ |'],
  ])('are offered %s', (_, text) => {
    expect(namesAt(text)).toEqual(['path', 'encoding', 'deep', 'lines']);
  });

  test('are not offered twice for what strings say, however they are written', () => {
    expect(namesAt("tools.read_file({ path: 'deep: 1, {', |")).toEqual(['encoding', 'deep', 'lines']);
    expect(namesAt('tools.read_file({ \'path\': 1, deep, |\n  "lines": [] })')).toEqual(['encoding']);
  });

  test('that are objects or lists of them are offered in their turn', () => {
    expect(namesAt('tools.plan({ steps: [{ |')).toEqual(['step', 'status']);
    expect(namesAt("tools.plan({ 'steps': [{ step: 'a' }, { status: 'open', |")).toEqual(['step']);
    expect(namesAt('tools.plan({ steps: [], by: { |')).toEqual(['name']);
    expect(namesAt('tools.plan({ steps: { |')).toEqual([]);
    expect(namesAt('tools.plan({ steps: list.map(a => ({ |')).toEqual([]);
  });

  test.each([
    'tools.read_file(|',
    'tools.read_file({ path: |',
    "tools.read_file({ path: 'a' }, { |",
    'tools.read_file({ path: [ |',
    'my.tools.read_file({ |',
    'tools.dance({ |',
    'tools.say({ |',
    'if (a) { |',
    '|',
  ])('are not offered at %s', text => expect(namesAt(text)).toEqual([]));

  test('say their type, what they are, and how a value is written', () => {
    expect(inputFields('tools.read_file({', '', tools)).toEqual([
      { name: 'path', required: true, type: 'string', about: '', value: { text: "'$1'" } },
      {
        name: 'encoding',
        required: false,
        type: '"utf8" | "base64"',
        about: 'How.',
        value: { among: ["'utf8'", "'base64'"] },
      },
      { name: 'deep', required: false, type: 'boolean', about: '', value: { among: ['true', 'false'] } },
      { name: 'lines', required: false, type: 'number[]', about: '', value: { text: '[$1]' } },
    ]);
  });
});

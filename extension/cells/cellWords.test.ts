import { describe, expect, test } from 'vitest';
import { cellGlobals } from '../../runtime/tools/cellGlobals.ts';
import { globalWords, toolWords, wantedAfter, wordAt } from './cellWords.ts';

const tools = toolWords([
  {
    name: 'read_file',
    description: 'Reads a file.',
    inputSchema: { type: 'object', properties: { path: { type: 'string' } } },
  },
  { name: 'ask-me' },
]);

describe('what may be written', () => {
  test('after tools and a dot is a tool', () => {
    expect(wantedAfter('const all = await tools.')).toBe('tool');
    expect(wantedAfter('tools.read')).toBe('tool');
    expect(wantedAfter('tools?.re')).toBe('tool');
    expect(wantedAfter('my.tools.')).toBeNull();
  });

  test('is known in a cell that is half written', () => {
    expect(wantedAfter("text(`it's ${tools.")).toBe('tool');
    expect(wantedAfter('text(`${a.map(b => { return `${te')).toBe('global');
    expect(wantedAfter('text(`${a}` + te')).toBe('global');
    expect(wantedAfter("const a = 'not closed\nawait tools.")).toBe('tool');
    expect(wantedAfter('if (a) { tools.a({ b: [\nawait tools.')).toBe('tool');
    expect(wantedAfter('await tools\n  .')).toBe('tool');
    expect(wantedAfter('const half = list.length / 2; tools.')).toBe('tool');
  });

  test('at the beginning of a word is one of the functions', () => {
    expect(wantedAfter('te')).toBe('global');
    expect(wantedAfter('  await as_')).toBe('global');
    expect(wantedAfter('other.te')).toBeNull();
    expect(wantedAfter('')).toBeNull();
  });

  test('in a comment or a string is nothing of ours', () => {
    expect(wantedAfter('// te')).toBeNull();
    expect(wantedAfter('/**\n * te')).toBeNull();
    expect(wantedAfter('/* a */ te')).toBe('global');
    expect(wantedAfter('let a = 2\n * te')).toBe('global');
    expect(wantedAfter('text(`te')).toBeNull();
    expect(wantedAfter('text(`a\nte')).toBeNull();
    expect(wantedAfter("/it's/.test(a); te")).toBe('global');
    expect(wantedAfter("text('te")).toBeNull();
    expect(wantedAfter("text('it\\'s te")).toBeNull();
    expect(wantedAfter("text('done'); te")).toBe('global');
  });
});

describe('a word is explained', () => {
  test('a tool where it is called, with its types', () => {
    const word = wordAt('await tools.read_file({})', 15, tools);
    expect(word?.about).toBe('Reads a file.');
    expect(word?.signature).toContain('read_file(args?: {');
    expect(wordAt('tools.ask_me()', 6, tools)?.name).toBe('ask_me');
  });

  test('a function of every cell, but not a property of that name', () => {
    expect(wordAt('yield_control();', 3, tools)?.signature).toBe('yield_control(): void');
    expect(wordAt('item.text', 7, tools)).toBeUndefined();
    expect(wordAt('read_file', 3, tools)).toBeUndefined();
    expect(wordAt('toString', 3, tools)).toBeUndefined();
  });
});

test('every function has a sentence and a signature that begins with its name', () => {
  expect(cellGlobals.every(each => each.about.endsWith('.'))).toBe(true);
  const names = cellGlobals.map(({ signature }) => /^(?:const )?(\w+)/.exec(signature)?.[1]);
  expect(names).toEqual(cellGlobals.map(each => each.name));
  expect(globalWords()[0]?.name).toBe('tools');
});

import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { workspaceTools } from '../tools/workspaceTools.ts';
import { cellHints } from './cellHints.ts';

const tools = workspaceTools(tmpdir()).map(tool => tool.definition);

/** Each hint by its kind and the words it stands on. */
function hintsOf(text: string): string[] {
  return cellHints(text, tools).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`);
}

describe('nothing is said', () => {
  const samples = new URL('../../samples/', import.meta.url);
  const cells = readdirSync(samples).filter(name => name.endsWith('.cell.js'));

  test.each(cells)('of the sample %s', name => {
    expect(hintsOf(readFileSync(new URL(name, samples), 'utf8'))).toEqual([]);
  });

  test('of a text that is only begun, or blank', () => {
    expect(hintsOf('await tools.nothing(')).toEqual([]);
    expect(hintsOf('\n  ')).toEqual([]);
  });

  test('of names the text makes itself', () => {
    expect(hintsOf('const tools = { nap() {} }; tools.nap(); for (const { process } of []) process();')).toEqual([]);
    expect(hintsOf('function run(fetch, [URL, ...Blob], { a: atob = 1 }) { fetch(URL, Blob, atob); }')).toEqual([]);
  });

  test('of names that are properties, labels or only asked for', () => {
    expect(
      hintsOf('const a = { console: 1, process() {} }; a.fetch; typeof document; crypto: for (;;) break crypto;'),
    ).toEqual([]);
  });

  test('of inputs that only the run knows', () => {
    expect(hintsOf('const input = {}; await tools.read_file(input); await tools.read_file({ ...input });')).toEqual([]);
  });

  test('of promises that are kept, handed on or meant to be left', () => {
    expect(
      hintsOf(
        'const all = [tools.list_directory()]; all.push(tools.list_directory()); await Promise.all(all);' +
          'const list = () => tools.list_directory(); void tools.list_directory(); text((await list()).entries);' +
          'text(await tools.list_directory().then(list => list.entries));',
      ),
    ).toEqual([]);
  });
});

describe('while a cell is half written', () => {
  const wrong = 'console.log(1);';

  test.each([
    ['braces that nothing closes', `await tools.read_file({ \n${wrong}`],
    ['a dot', `const a = await tools.\nconst b = 1;\n${wrong}`],
    ['a template', `text(\`\${tools.}\`);\n${wrong}`],
    ['an error further down', `${wrong}\nconst = 1;`],
    ['a block that nothing closes', `for (const a of b) {\n  ${wrong}\n\ntext(1);`],
    ['a call in a function', `async function f() {\n  if (a) {\n    await tools.nothing(\n  }\n  ${wrong}\n}`],
    ['a list', `await Promise.all([\n  tools.nothing(),\n  tools.nap()\n  tools.nap(\n]);\n${wrong}`],
    ['what only stands in functions and loops', `while (a) {\n  if (b) continue;\n  return ${wrong}\n  c.\n}`],
  ])('with %s, what stands elsewhere keeps its hints', (_, text) => {
    expect(hintsOf(text)).toEqual(['absentName: console']);
  });

  test('a name that is made in what is half written is no absent one', () => {
    expect(hintsOf('const { fetch } = a.;\nfetch();')).toEqual([]);
    expect(hintsOf('function f(console) {\n  console.log(1);\n  a.\n}')).toEqual([]);
  });

  test('whether a promise could be awaited is known', () => {
    const text = 'function f() {\n  tools.list_directory();\n  a.\n}\ntools.list_directory();';
    expect(cellHints(text, tools)).toMatchObject([
      { kind: 'unawaitedCall', canAwait: false },
      { kind: 'unawaitedCall', canAwait: true },
    ]);
  });

  test.each([
    'fetch the document and process it',
    'const a = [\n  tools.list_directory(),\n  tools.list_directory(\n',
    'await Promise.all([\ntools.list_directory(),\ntools.list_directory(\n]);',
    'text(`\nconsole.log(1)\n',
    'await tools.read_file({\n  paht',
  ])('nothing is said of what may be about to come: %j', text => {
    expect(hintsOf(text)).toEqual([]);
  });
});

describe('a call of a tool', () => {
  test('that there is not is named, with the one that was probably meant', () => {
    expect(cellHints('await tools.read_fille({ path: "a" })', tools)).toEqual([
      { kind: 'unknownTool', name: 'read_fille', meant: 'read_file', start: 12, end: 22 },
    ]);
    expect(cellHints('await tools["dance"]()', tools)).toMatchObject([{ name: 'dance', meant: undefined }]);
  });

  test('that the model alone can make is of no tool', () => {
    expect(cellHints('await tools.wait()', [...tools, { name: 'wait' }])).toMatchObject([{ kind: 'unknownTool' }]);
  });

  test('names the fields its input lacks, and those it has not', () => {
    expect(cellHints('await tools.read_file({ colour: "a" })', tools)).toEqual([
      { kind: 'missingField', tool: 'read_file', name: 'path', start: 12, end: 21 },
      { kind: 'unknownField', tool: 'read_file', name: 'colour', meant: undefined, start: 24, end: 30 },
    ]);
    expect(hintsOf('await tools.read_file()')).toEqual(['missingField: read_file']);
  });

  test('with a field misspelled says so once, with the field that was meant', () => {
    expect(cellHints('await tools.read_file({ paht: "a" })', tools)).toEqual([
      { kind: 'unknownField', tool: 'read_file', name: 'paht', meant: 'path', start: 24, end: 28 },
    ]);
  });

  test('by a name with other characters is known by the name a cell calls it', () => {
    expect(cellHints('await tools.my_tool()', [{ name: 'my-tool' }])).toEqual([]);
  });
});

describe('the promise of a call', () => {
  test.each([
    'tools.list_directory();',
    'for (;;) tools.list_directory();',
    'tools.list_directory().then(text);',
    'async function f() { tools.list_directory(); }',
  ])('that nobody waits for is told: %s', text => {
    expect(hintsOf(text)).toEqual(['unawaitedCall: tools.list_directory()']);
  });

  test.each([
    'const { entries } = tools.list_directory();',
    'const [first] = tools.list_directory();',
    'text(tools.list_directory());',
    'store("a", tools.list_directory());',
    'text(tools.list_directory().entries);',
    'text(`${tools.list_directory()}`);',
    'text("" + tools.list_directory());',
  ])('that is taken for its result is told: %s', text => {
    expect(hintsOf(text)).toEqual(['unawaitedResult: tools.list_directory()']);
  });
});

test('a promise goes with whether it could be awaited where it stands', () => {
  const places = 'tools.a(); function f() { tools.b(); } async () => { tools.c(); }';
  const found = cellHints(
    places,
    ['a', 'b', 'c'].map(name => ({ name })),
  );
  expect(found.map(hint => hint.kind === 'unawaitedCall' && [hint.tool, hint.canAwait])).toEqual([
    ['a', true],
    ['b', false],
    ['c', true],
  ]);
});

test('an import of any kind is told, for a cell has nothing to import from', () => {
  expect(hintsOf("import { readFile } from 'node:fs';\nawait import('x');\nexport * from 'y';")).toEqual([
    "import: import { readFile } from 'node:fs';",
    "import: import('x')",
    "import: export * from 'y';",
  ]);
});

test('a name that cells lack is told where it is used, with what is lacking', () => {
  expect(cellHints('console.log(await fetch("x"))', tools)).toEqual([
    { kind: 'absentName', name: 'console', lacks: 'console', start: 0, end: 7 },
    { kind: 'absentName', name: 'fetch', lacks: 'network', start: 18, end: 23 },
  ]);
});

test('a first line that would be refused says why, in the words of the refusal', () => {
  expect(cellHints('// @exec: {"yield": 1}\ntext(1)', tools)).toEqual([
    {
      kind: 'pragma',
      message: 'exec pragma only supports `yield_time_ms` and `max_output_tokens`; got `yield`',
      start: 0,
      end: 22,
    },
  ]);
});

test('hints come in the order of the text', () => {
  expect(hintsOf('console.log(1);\ntools.nap();\nawait tools.list_directory();\nprocess.exit();')).toEqual([
    'absentName: console',
    'unawaitedCall: tools.nap()',
    'unknownTool: nap',
    'absentName: process',
  ]);
});

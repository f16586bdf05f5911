import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../base/json.ts';
import type { ToolDefinition } from '../base/tool.ts';
import { declareTools } from './declarations.ts';
import { workspaceTools } from './workspaceTools.ts';

const tscPath = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** What tsc says about files that stand alone; empty when it accepts them. */
function compile(...sources: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'cellscope-declarations-'));
  try {
    const files = sources.map((source, index) => {
      const file = join(folder, `source${index}.ts`);
      writeFileSync(file, `${source}\nexport {};\n`);
      return file;
    });
    const flags = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--noUncheckedIndexedAccess',
      '--target',
      'es2022',
      '--lib',
      'es2022',
    ];
    execFileSync(process.execPath, [tscPath, ...flags, '--types', '', ...files], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return String((error as { stdout?: string }).stdout ?? error).replaceAll(folder, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inputOf(schema: JsonObject): string {
  return declareTools([{ name: 't', inputSchema: schema, outputSchema: { type: 'null' } }]);
}

/** The one property `x` of a tool's input. */
function property(schema: JsonObject): string {
  const text = inputOf({ type: 'object', properties: { x: schema } });
  return /x\?: ([\s\S]*);\n {2}\}\): Promise<null>/.exec(text)?.[1] ?? text;
}

describe('a schema becomes the type that says the same', () => {
  test.each<[string, JsonObject, string]>([
    ['integer', { type: 'integer' }, 'number'],
    ['several types', { type: ['string', 'null'] }, 'string | null'],
    ['nullable', { type: 'string', nullable: true }, 'string | null'],
    ['enum', { type: 'string', enum: ['a', 'b"c', 1, null] }, '"a" | "b\\"c" | 1 | null'],
    ['const', { const: 'fixed' }, '"fixed"'],
    ['array', { type: 'array', items: { type: 'string' } }, 'string[]'],
    ['array of a union', { items: { enum: [1, 2] } }, '(1 | 2)[]'],
    ['array of anything', { type: 'array' }, 'unknown[]'],
    [
      'tuple',
      { prefixItems: [{ type: 'string' }, { type: ['number', 'null'] }], minItems: 1, items: false },
      '[string, (number | null)?]',
    ],
    [
      'tuple of draft 7',
      { items: [{ type: 'string' }], minItems: 1, additionalItems: { type: 'number' } },
      '[string, ...number[]]',
    ],
    ['map', { type: 'object', additionalProperties: { type: 'number' } }, '{ [key: string]: number }'],
    ['map by pattern', { patternProperties: { '^a': { type: 'boolean' } } }, '{ [key: string]: boolean }'],
    ['anyOf', { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }, 'string | string[]'],
    ['anyOf with anything', { anyOf: [{ type: 'string' }, {}] }, 'unknown'],
    ['free object', { type: 'object' }, '{ [key: string]: unknown }'],
    ['empty object', { type: 'object', additionalProperties: false }, 'Record<string, never>'],
    ['nothing said', { description: 'x' }, 'unknown'],
    ['a reference to another document', { $ref: 'https://example.com/x.json' }, 'unknown'],
    ['a type that is none', { type: 'strange' }, 'unknown'],
  ])('%s', (_name, schema, expected) => {
    expect(property(schema).replace(/^(\s*\/\*\*.*\*\/\s*)/, '')).toBe(expected);
  });

  test('nested objects keep their comments and their shape', () => {
    expect(
      inputOf({
        type: 'object',
        properties: {
          outer: {
            type: 'object',
            description: 'First line.\nSecond */ line.',
            properties: { 'odd-name': { type: 'string', description: 'Inner.' } },
            required: ['odd-name'],
          },
        },
        required: ['outer'],
      }),
    ).toBe(`declare const tools: {
  t(args: {
    /**
     * First line.
     * Second *\\/ line.
     */
    outer: {
      /** Inner. */
      "odd-name": string;
    };
  }): Promise<null>;
};
`);
  });
  test('allOf joins, beside own properties', () => {
    expect(
      property({ allOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { enum: [1] } } }] }).replace(
        /\s+/g,
        ' ',
      ),
    ).toBe('{ a?: string; } & { b?: 1; }');
  });
});

describe('references', () => {
  const tree: JsonObject = {
    $defs: {
      'tree-node': {
        type: 'object',
        properties: { value: { type: 'number' }, children: { type: 'array', items: { $ref: '#/$defs/tree-node' } } },
        required: ['value'],
      },
    },
    type: 'object',
    properties: { tree: { $ref: '#/$defs/tree-node' } },
    required: ['tree'],
  };
  test('a recursive one becomes a named type that tsc checks', () => {
    const text = declareTools([{ name: 'walk', inputSchema: tree }]);
    expect(text).toContain('type WalkInputTreeNode = {\n');
    expect(text).toContain('children?: WalkInputTreeNode[];');
    const good = 'tools.walk({ tree: { value: 1, children: [{ value: 2, children: [] }] } });';
    expect(compile(`${text}${good}`)).toBe('');
    expect(compile(`${text}tools.walk({ tree: { value: 1, children: [{ value: "2" }] } });`)).toContain(
      "Type 'string' is not assignable to type 'number'",
    );
  });
  test('one that leads in a circle without a type between is unknown', () => {
    const circle: JsonObject = {
      $defs: { a: { anyOf: [{ $ref: '#/$defs/b' }] }, b: { $ref: '#/$defs/a' } },
      properties: { x: { $ref: '#/$defs/a' } },
    };
    expect(declareTools([{ name: 't', inputSchema: circle }])).toContain('x?: unknown;');
    expect(property({ $ref: '#/properties/x' })).toBe('unknown');
  });
  test('the root may be meant', () => {
    const text = inputOf({ type: 'object', properties: { next: { $ref: '#' } } });
    expect(text).toContain('next?: TInputRoot;');
    expect(compile(`${text}tools.t({ next: { next: {} } });`)).toBe('');
  });
  test('tools with like names keep their types apart', () => {
    const other = { ...tree, $defs: { 'tree-node': { type: 'string' } } };
    const text = declareTools([
      { name: 'walk_it', inputSchema: tree },
      { name: 'walk-it2', inputSchema: tree },
      { name: 'walkIt', inputSchema: other },
    ]);
    expect(compile(`${text}tools.walk_it({ tree: { value: 1 } }); tools.walkIt({ tree: "x" });`)).toBe('');
  });
});

describe('MCP tools', () => {
  const server: ToolDefinition[] = [
    { name: 'mcp__tiny__echo', namespace: 'mcp__tiny', inputSchema: { type: 'object', properties: {} } },
    {
      name: 'measure',
      outputSchema: {
        type: 'object',
        properties: {
          content: { type: 'array' },
          isError: { type: 'boolean' },
          structuredContent: { type: 'object', properties: { cm: { type: 'number' } }, required: ['cm'] },
        },
      },
    },
  ];
  const text = declareTools(server);
  test('answer CallToolResult, declared once with its blocks', () => {
    expect(text.match(/type CallToolResult/g)).toHaveLength(1);
    expect(text).toContain('Promise<CallToolResult<unknown>>');
    const use = `
      const { structuredContent, content } = await tools.measure();
      const cm: number | undefined = structuredContent?.cm;
      for (const block of content) if (block.type === "image") block.mimeType.length;
    `;
    expect(compile(`${text}${use}`)).toBe('');
  });
  test('other tools do not bring those types', () => {
    expect(declareTools([{ name: 'x' }])).not.toContain('CallToolResult');
  });
});

test('freeform tools take a string; tools without required fields need no argument', () => {
  const text = declareTools([
    { name: 'patch', kind: 'freeform' },
    { name: 'list', inputSchema: { type: 'object', properties: { path: { type: 'string' } } } },
    { name: '1-odd.name', description: 'Odd' },
    { name: 'new' },
  ]);
  expect(compile(`${text}tools.patch("x"); tools.list(); tools.list({ path: "." }); tools._-0;`)).toContain('_');
  expect(
    compile(`${text}tools.patch("x"); tools.list(); tools.list({ path: "." }); tools.__odd_name(); tools.new();`),
  ).toBe('');
  expect(compile(`${text}tools.patch({});`)).toContain('not assignable');
});

test('tools a cell cannot call are not declared', () => {
  const text = declareTools([
    { name: 'a-b', description: 'first' },
    { name: 'exec' },
    { name: 'wait' },
    { name: 'a.b', description: 'last' },
  ]);
  expect(text).toBe('declare const tools: {\n  /** last */\n  a_b(args?: unknown): Promise<unknown>;\n};\n');
});

test('the workspace tools compile', () => {
  const text = declareTools(workspaceTools('.').map(tool => tool.definition));
  const use = `
    const { exit_code, output } = await tools.exec_command({ cmd: "ls" });
    const size: number | undefined = (await tools.list_directory()).entries[0]?.bytes;
    output.length; exit_code?.toFixed(size);
  `;
  expect(compile(`${text}${use}`)).toBe('');
});

test('any JSON as a schema gives text that compiles', () => {
  const key = fc.constantFrom(
    'type',
    'properties',
    'items',
    'anyOf',
    'allOf',
    '$ref',
    'enum',
    'const',
    'x-y',
    'required',
  );
  const { schema } = fc.letrec(tie => ({
    leaf: fc.oneof(
      fc.constantFrom<unknown>(
        'object',
        'array',
        'string',
        '#',
        '#/properties/x',
        '#/items',
        null,
        true,
        false,
        1.5,
        -2,
        {},
      ),
      fc.string(),
    ),
    schema: fc.oneof(
      { depthSize: 'small' },
      tie('leaf'),
      fc.array(tie('schema'), { maxLength: 3 }),
      fc.dictionary(key, tie('schema'), { maxKeys: 4 }),
    ),
  }));
  const object = fc.dictionary(key, schema, { maxKeys: 6 });
  const sources = fc
    .sample(fc.tuple(fc.string(), fc.string(), object, object), 200)
    .map(([name, description, inputSchema, outputSchema]) =>
      declareTools([
        { name, description, inputSchema: inputSchema as JsonObject, outputSchema: outputSchema as JsonObject },
      ]),
    );
  expect(compile(...sources)).toBe('');
});

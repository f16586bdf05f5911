import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import type { ToolCallKind } from '../trace/model.ts';
import { callLines } from './callLines.ts';

/** The lines of a source, each with the calls it made, for calls made in this order. */
function lines(source: string, ...tools: (string | ToolCallKind)[]) {
  const build = new RolloutBuilder().thread().turn('turn-1').exec('call-1', 'turn-1', '1', source);
  for (const [index, tool] of tools.entries()) {
    build.nested(`${index}`, 'call-1', typeof tool === 'string' ? { type: 'other', name: tool } : tool);
  }
  const cell = build.graph.code_cells.get('code_cell:call-1');
  if (!cell) throw new Error('no cell');
  return callLines(build.graph, cell).map(each => [
    each.line,
    source.slice(each.from, each.to),
    each.calls.map(call => call.id).join(' '),
  ]);
}

test('a tool called in one place was called there, however often', () => {
  const source = 'const files = ["a", "b"];\nfor (const path of files) {\n  await tools.read({ path });\n}';
  expect(lines(source, 'read', 'read')).toEqual([[3, 'tools.read', '0 1']]);
});

test('places that run once each made the calls in their order, inner ones first', () => {
  const source = 'await tools.read(1);\nawait tools.read(await tools.read(2));';
  expect(lines(source, 'read', 'read', 'read')).toEqual([
    [1, 'tools.read', '0'],
    [2, 'tools.read', '2'],
    [2, 'tools.read', '1'],
  ]);
});

test('a cell that was cut short has made the first of its calls', () => {
  expect(lines('await tools.a();\nawait tools.b();\nawait tools.a();', 'a', 'b')).toEqual([
    [1, 'tools.a', '0'],
    [2, 'tools.b', '1'],
  ]);
});

test('where the text leaves a choice no line is claimed', () => {
  expect(lines('if (x) await tools.a();\nelse await tools.a();', 'a')).toEqual([]);
  expect(lines('const f = () => tools.a();\nf();\nawait tools.a();', 'a', 'a')).toEqual([]);
  expect(lines('await tools.a();\nawait tools.a();', 'a', 'a', 'a')).toEqual([]);
});

test('names in quotes and names taken out of tools are found', () => {
  const source = 'const { read, write: put } = tools;\nread();\nput();\ntools["list"]();';
  expect(lines(source, 'read', 'write', 'list')).toEqual([
    [2, 'read', '0'],
    [3, 'put', '1'],
    [4, 'tools["list"]', '2'],
  ]);
});

test('tools of servers and tools with a kind of their own are found by their names in a cell', () => {
  const source = 'await tools.mcp__my_docs__find();\nawait tools.exec_command({});';
  expect(lines(source, { type: 'mcp', server: 'my-docs', tool: 'find' }, { type: 'exec_command' })).toEqual([
    [1, 'tools.mcp__my_docs__find', '0'],
    [2, 'tools.exec_command', '1'],
  ]);
});

test('a text that is no JavaScript has no lines', () => {
  expect(lines('tools.a(', 'a')).toEqual([]);
});

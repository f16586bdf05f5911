import { expect, test } from 'vitest';
import { cellHints } from './cellHints.ts';
import { hintFix } from './hintFix.ts';

const tools = [
  { name: 'read_file', inputSchema: { properties: { path: {} }, required: ['path'], additionalProperties: false } },
  { name: 'list' },
];

/** The text after the fix of its first hint. */
function fixed(text: string): string | null {
  const [hint] = cellHints(text, tools);
  const fix = hint && hintFix(hint, text);
  return fix ? text.slice(0, fix.start) + fix.replacement + text.slice(fix.end) : null;
}

test.each([
  ['await tools.read_fil({ path: 1 })', 'await tools.read_file({ path: 1 })'],
  ['await tools["lisd"]()', 'await tools["list"]()'],
  ['await tools.read_file({ paht: 1 })', 'await tools.read_file({ path: 1 })'],
  ['tools.list();', 'await tools.list();'],
  ['tools.list().then(text);', 'await tools.list().then(text);'],
  ['text(tools.list());', 'text(await tools.list());'],
  ['text(tools.list().entries);', 'text((await tools.list()).entries);'],
  ['const { a } = tools.list();', 'const { a } = await tools.list();'],
  ['console.log(1);', 'text(1);'],
])('%s becomes %s', (before, after) => {
  expect(fixed(before)).toBe(after);
  expect(cellHints(after, tools)).toEqual([]);
});

test.each(['await tools.dance()', 'function f() { tools.list(); }', 'console.table([]);', 'process.exit()'])(
  'what to do about %s only its author knows',
  text => expect(fixed(text)).toBeNull(),
);

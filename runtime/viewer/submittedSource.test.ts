import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import type { EntityRef } from '../trace/timeline/columns.ts';
import { describe } from './describe.ts';

const pragma = '// @exec: {"yield_time_ms": 1000}\n';
const code = 'const plain = 1;\nawait tools.read({ path: "a" });';

/** What the details of a cell with one nested call, in its second line of code, say. */
function told(source: string) {
  const build = new RolloutBuilder().thread().turn('turn-1').exec('call-1', 'turn-1', '1', source);
  build.nested('read-1', 'call-1', { type: 'other', name: 'read' });
  const show = (ref: EntityRef) => describe(build.graph, ref);
  const cell = show({ kind: 'code_cell', id: 'code_cell:call-1' });
  const call = show({ kind: 'tool_call', id: 'read-1' });
  const [place] = cell?.callLines ?? [];
  const text = cell?.blocks[0]?.text ?? '';
  return {
    text,
    line: place?.line,
    called: text.slice(place?.from, place?.to),
    lineOfCall: call?.fields.find(({ label }) => label === 'Line')?.value,
    ofErrors: cell?.fields.find(({ label }) => label === 'Lines in errors')?.value,
  };
}

test('a source is shown as it was submitted, and its lines count as in the file', () => {
  expect(told(pragma + code)).toEqual({
    text: pragma + code,
    line: 3,
    called: 'tools.read',
    lineOfCall: '3: await tools.read({ path: "a" });',
    // An error in that line is reported as one in line 2 (code-mode §5).
    ofErrors: 'count from the line after the pragma',
  });
});

test('without a pragma there is one way to count', () => {
  expect(told(code)).toEqual({
    text: code,
    line: 2,
    called: 'tools.read',
    lineOfCall: '2: await tools.read({ path: "a" });',
    ofErrors: undefined,
  });
});

test('a comment that looks like a pragma and was left in what ran is a line like any other', () => {
  expect(told(`\n${pragma}${code}`)).toMatchObject({ line: 4, ofErrors: undefined });
});

import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { SAVED_VERSION, type SavedGraph, SavedReader, savedLines } from './savedLines.ts';

function saved(): SavedGraph {
  const build = new RolloutBuilder().thread().turn('turn-1').at(10).exec('call-1', 'turn-1', '7', 'text(1)\n// \ud800');
  build.output('call-1', 'half', '</script>').endCell('call-1', 'completed').endTurn('turn-1').endRollout();
  return {
    head: { version: SAVED_VERSION, title: 'x', findings: [], payloadsNote: 'none' },
    graph: build.graph,
    payloads: new Map([['raw_payload:1', { block: 0, at: 3 }]]),
  };
}

function read(lines: Iterable<string>): SavedGraph {
  const reader = new SavedReader();
  for (const line of lines) reader.line(line);
  return reader.end();
}

test('a rollout comes back as it went in, its objects in their order', () => {
  const rollout = saved();
  const back = read(savedLines(rollout));
  expect(back).toEqual(rollout);
  expect([...back.graph.tool_calls.keys()]).toEqual([...rollout.graph.tool_calls.keys()]);
});

test('no line holds a line end', () => {
  expect([...savedLines(saved())].filter(line => /[\n\r]/.test(line))).toEqual([]);
});

test('lines that are missing are noticed, wherever they were', () => {
  const lines = [...savedLines(saved())];
  for (let gone = 0; gone < lines.length; gone++) {
    expect(() => read(lines.filter((_, index) => index !== gone))).toThrow('This file is incomplete; save it again.');
  }
});

test('a file of another version says so', () => {
  const rollout = saved();
  const lines = savedLines({ ...rollout, head: { ...rollout.head, version: 99 } });
  expect(() => read(lines)).toThrow('This file was saved by another version of Cellscope.');
});

test('a change reaches every text that comes from the rollout, and its names', () => {
  const shout = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('turn-1', 'TURN')) as T;
  const lines = [...savedLines(saved(), shout)].join('\n');
  expect(lines).not.toContain('turn-1');
  expect(read(lines.split('\n')).graph.codex_turns.get('TURN')?.codex_turn_id).toBe('TURN');
});

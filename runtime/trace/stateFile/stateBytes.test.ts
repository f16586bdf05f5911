import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyGraph } from '../model.ts';
import { reduceBundle } from '../reduceBundle.ts';
import { toState } from '../reducer/state.ts';
import { stateBytes } from './stateBytes.ts';
import { stateText } from './stateText.ts';

const goldenFolder = join(import.meta.dirname, '../../../test/golden');
const releases = readdirSync(goldenFolder).filter(name => /^0\.\d+\.\d+$/.test(name));

it.each(releases)('says in bytes what the state of the rollout of %s says as a value', release => {
  const { graph } = reduceBundle(join(goldenFolder, release));
  const text = Array.from(stateBytes(graph), piece => piece.toString()).join('');
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(toState(graph))));
});

it.each(releases)('says the same of the rollout of %s as one text', release => {
  const { graph } = reduceBundle(join(goldenFolder, release));
  expect(stateText(graph)).toBe(Array.from(stateBytes(graph), piece => piece.toString()).join(''));
});

it.each(['7', '0', '4294967294'])('is not one text where an id looks like an index: %s', id => {
  const { graph } = reduceBundle(join(goldenFolder, '0.169.0'));
  const [[, turn] = []] = graph.codex_turns;
  if (turn) graph.codex_turns.set(id, turn);
  expect(stateText(graph)).toBeUndefined();
});

it.each(['__proto__', 'toString', '01', '1.5', '9a', '-1'])('has the id %s in its place as one text', id => {
  const { graph } = reduceBundle(join(goldenFolder, '0.169.0'));
  const [[, turn] = []] = graph.codex_turns;
  if (turn) graph.codex_turns.set(id, turn);
  expect(stateText(graph)).toBe(Array.from(stateBytes(graph), piece => piece.toString()).join(''));
});

it('writes an empty rollout as JSON.stringify does', () => {
  const graph = emptyGraph({ trace_id: 't', rollout_id: 'r', root_thread_id: 'r', started_at_unix_ms: 1 });
  const text = Array.from(stateBytes(graph), piece => piece.toString()).join('');
  expect(text).toBe(JSON.stringify(toState(graph), null, 2));
});

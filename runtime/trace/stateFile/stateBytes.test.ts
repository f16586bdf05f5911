import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyGraph } from '../model.ts';
import { reduceBundle } from '../reduceBundle.ts';
import { toState } from '../reducer/state.ts';
import { stateBytes } from './stateBytes.ts';

const goldenFolder = join(import.meta.dirname, '../../../test/golden');
const releases = readdirSync(goldenFolder).filter(name => /^0\.\d+\.\d+$/.test(name));

it.each(releases)('says in bytes what the state of the rollout of %s says as a value', release => {
  const { graph } = reduceBundle(join(goldenFolder, release));
  const text = Array.from(stateBytes(graph), piece => piece.toString()).join('');
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(toState(graph))));
});

it('writes an empty rollout as JSON.stringify does', () => {
  const graph = emptyGraph({ trace_id: 't', rollout_id: 'r', root_thread_id: 'r', started_at_unix_ms: 1 });
  const text = Array.from(stateBytes(graph), piece => piece.toString()).join('');
  expect(text).toBe(JSON.stringify(toState(graph), null, 2));
});

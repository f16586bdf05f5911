/** The rollout that a newcomer opens first is one the reference accepts. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/bootstrap.mjs';
import { bothReduceAlike } from './compare.ts';

const rollouts = join(root, 'samples/rollouts');

test('the sample rollout is reduced alike and shows what there is to see', async () => {
  const bundles = await readdir(rollouts);
  expect(bundles).toHaveLength(1);
  const state = await bothReduceAlike(join(rollouts, bundles[0] ?? ''));
  const statuses = Object.values(state.code_cells ?? {}).map(
    cell => (cell as { runtime_status: string }).runtime_status,
  );
  expect(new Set(statuses)).toEqual(new Set(['completed', 'failed', 'terminated']));
});

test('the sample rollout does not tell where it was recorded', async () => {
  for (const bundle of await readdir(rollouts)) {
    const log = await readFile(join(rollouts, bundle, 'trace.jsonl'), 'utf8');
    for (const name of await readdir(join(rollouts, bundle, 'payloads'))) {
      const text = log + (await readFile(join(rollouts, bundle, 'payloads', name), 'utf8'));
      expect(text).not.toMatch(/\/(home|Users|work|tmp)\/|[A-Z]:\\\\/);
    }
  }
});

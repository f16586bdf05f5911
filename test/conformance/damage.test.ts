/**
 * A damaged bundle: both refuse it in the same words, or both make the same of it. The damage is random but repeatable.
 */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import { root as project } from '../../scripts/bootstrap.mjs';
import { cut, type Damage, drop, misnumber, misplace, repeat, replacePayload, spoil, swap } from './damage.ts';
import { reduceByReference } from './oracle/reduce.ts';

let root: string;
let whole: string;
let payloads: number;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'damage-'));
  const rollouts = join(project, 'samples/rollouts');
  whole = join(rollouts, (await readdir(rollouts))[0] ?? '');
  payloads = (await readdir(join(whole, 'payloads'))).length;
});
afterAll(() => rm(root, { recursive: true, force: true }));

let copies = 0;
async function verdicts(damage: Damage): Promise<void> {
  const bundle = join(root, `${++copies}`);
  await cp(whole, bundle, { recursive: true });
  damage(bundle);
  const theirs = await reduceByReference(bundle);
  if (theirs.ok) {
    expect(JSON.parse(JSON.stringify(reduceBundle(bundle, { strict: true }).state()))).toEqual(theirs.state);
  } else {
    expect(() => reduceBundle(bundle, { strict: true })).toThrow(theirs.message);
    // Whatever is wrong with it, what can be read is shown, and what cannot is told.
    expect(reduceBundle(bundle).findings).not.toEqual([]);
  }
  await rm(bundle, { recursive: true });
}

const part = fc.double({ min: 0, max: 0.999_999, noNaN: true });
const damages: readonly (readonly [string, fc.Arbitrary<Damage>])[] = [
  ['misses an event', part.map(drop)],
  ['has an event twice', part.map(repeat)],
  ['has two events the wrong way round', part.map(swap)],
  [
    'has a wrong field',
    fc
      .tuple(part, part, fc.constantFrom(undefined, null, 7, 'nonsense', {}))
      .map(([line, key, value]) => spoil(line, key, value)),
  ],
  [
    'has an event in the wrong place',
    fc
      .tuple(
        part,
        fc.constantFrom('thread_id', 'codex_turn_id', 'rollout_id'),
        fc.constantFrom(null, 'elsewhere', undefined),
      )
      .map(([line, key, value]) => misplace(line, key, value)),
  ],
  ['has a wrong number', fc.tuple(part, fc.constantFrom(-1, 1, 1000)).map(([line, by]) => misnumber(line, by))],
  ['is cut off', part.map(cut)],
  [
    'has a payload that is gone or broken',
    fc.tuple(part, fc.constantFrom(null, '', '{"half', '{}', '[]', '"text"', '{"type":"error"}')).map(
      ([which, text]): Damage =>
        bundle =>
          replacePayload(which, payloads, text)(bundle),
    ),
  ],
];

test.each(damages)('a bundle that %s gets the same verdict', async (_what, damage) => {
  await fc.assert(fc.asyncProperty(damage, verdicts), { numRuns: 8, seed: 4_711, endOnFailure: true });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparable } from '../../../test/support/golden/allowances.ts';
import { releases } from '../../../test/support/golden/writer.ts';
import { reduceBundle } from '../reduceBundle.ts';
import { stateBytes } from '../stateFile/stateBytes.ts';

const goldenFolder = join(import.meta.dirname, '../../../test/golden');

describe.each(releases.map(release => release.version))('the golden rollout of %s', version => {
  const bundle = join(goldenFolder, version);
  const golden: unknown = JSON.parse(readFileSync(join(bundle, 'state.json'), 'utf8'));

  it('reduces to the state its own release made of it', () => {
    const reduced = reduceBundle(bundle, { strict: true });
    const pair = comparable(version, golden, JSON.parse(JSON.stringify(reduced.state())));
    expect(pair.ours).toEqual(pair.golden);
  });

  it('shows its dialect and nothing to complain about', () => {
    const reduced = reduceBundle(bundle);
    expect(reduced.findings).toEqual([]);
    expect(`${reduced.dialect}.0`).toBe(version === '0.150.0' ? '0.134.0' : version);
  });
});

it('writes the state of the newest release byte for byte', () => {
  const bundle = join(goldenFolder, '0.169.0');
  const { graph } = reduceBundle(bundle, { strict: true });
  const text = Array.from(stateBytes(graph), piece => piece.toString()).join('');
  expect(text).toBe(readFileSync(join(bundle, 'state.json'), 'utf8'));
});

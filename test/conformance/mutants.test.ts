/**
 * A bundle in which one thing is wrong: both refuse it, or both make the same of it. A sample of all there is to get wrong,
 * evenly spread and always the same.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import { TraceRefusal } from '../../runtime/trace/reducer/traceRefusal.ts';
import { root as project } from '../../scripts/bootstrap.mjs';
import {
  argumentMutants,
  fieldMutants,
  type Mutant,
  manifestMutants,
  orderMutants,
  payloadMutants,
  textMutants,
} from './mutants.ts';
import { reduceByReference } from './oracle/reduce.ts';

const golden = join(project, 'test/golden/0.169.0');
/** Programs of the reference that run at once. */
const atOnce = 4;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mutants-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reduceStrictly(bundle: string): unknown {
  try {
    return JSON.parse(JSON.stringify(reduceBundle(bundle, { strict: true }).state()));
  } catch (error) {
    if (error instanceof TraceRefusal) return undefined;
    throw error;
  }
}

/** What the two disagree about, as sentences. */
async function disagreements(all: Iterable<Mutant>, count: number): Promise<string[]> {
  const mutants = [...all];
  const sample = Array.from({ length: count }, (_, index) => mutants[Math.floor((index * mutants.length) / count)]);
  const found: string[] = [];
  let copies = 0;
  const work = async () => {
    const bundle = join(folder, `${++copies}`);
    cpSync(golden, bundle, { recursive: true });
    for (let mutant = sample.pop(); mutant; mutant = sample.pop()) {
      writeFileSync(join(bundle, mutant.file), mutant.text);
      const theirs = await reduceByReference(bundle);
      const ours = reduceStrictly(bundle);
      if (!theirs.ok && ours !== undefined) found.push(`${mutant.what}: refused only there (${theirs.message})`);
      else if (theirs.ok && ours === undefined) found.push(`${mutant.what}: refused only here`);
      else if (theirs.ok && !isDeepStrictEqual(ours, theirs.state)) found.push(`${mutant.what}: other states`);
      cpSync(join(golden, mutant.file), join(bundle, mutant.file));
    }
    rmSync(bundle, { recursive: true });
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return found;
}

test('a field of an event that is wrong gets the same verdict', async () => {
  expect(await disagreements(fieldMutants(golden), 300)).toEqual([]);
});

test('an event in the wrong place gets the same verdict', async () => {
  expect(await disagreements(orderMutants(golden), 100)).toEqual([]);
});

test('a field of a payload that is wrong gets the same verdict', async () => {
  expect(await disagreements(payloadMutants(golden), 200)).toEqual([]);
});

test('a field of the manifest that is wrong gets the same verdict', async () => {
  expect(await disagreements(manifestMutants(golden), 80)).toEqual([]);
});

test('arguments of a call that are wrong get the same verdict', async () => {
  expect(await disagreements(argumentMutants(golden), 150)).toEqual([]);
});

test('marks, line ends, blanks and escapes around and between what is said get the same verdict', async () => {
  expect(await disagreements(textMutants(golden), 120)).toEqual([]);
});

/**
 * One bundle, two reducers, one answer: the same state, or the same refusal.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import { reduceByReference } from './oracle/reduce.ts';

/** Reduces with both and compares; hands the state out for more checks. Fails when the reference refuses. */
export async function bothReduceAlike(bundle: string): Promise<Record<string, Record<string, unknown>>> {
  const theirs = await reduceByReference(bundle);
  if (!theirs.ok) throw new Error(`the reference refuses ${bundle}: ${theirs.message}`);
  const ours = JSON.parse(JSON.stringify(reduceBundle(bundle, { strict: true }).state()));
  expect(ours).toEqual(theirs.state);
  // Not strict, the same bundle is read without anything being found wrong with it.
  const lenient = reduceBundle(bundle);
  expect(lenient.findings).toEqual([]);
  expect(JSON.parse(JSON.stringify(lenient.state()))).toEqual(theirs.state);
  return ours;
}

/** Both refuse it, and for the same reason. */
export async function bothRefuse(bundle: string): Promise<string> {
  const theirs = await reduceByReference(bundle);
  if (theirs.ok) throw new Error(`the reference accepts ${bundle}`);
  expect(() => reduceBundle(bundle, { strict: true })).toThrow(theirs.message);
  return theirs.message;
}

export async function eventTypes(bundle: string): Promise<Set<string>> {
  const log = await readFile(join(bundle, 'trace.jsonl'), 'utf8');
  const lines = log.split('\n').filter(Boolean);
  return new Set(lines.map(line => (JSON.parse(line) as { payload: { type: string } }).payload.type));
}

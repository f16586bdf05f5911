import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reduceBundle } from './reduceBundle.ts';
import { TraceRefusal } from './reducer/traceRefusal.ts';
import { writeState } from './writeState.ts';

const goldens = join(import.meta.dirname, '../../test/golden');
let folder: string;
let bundle: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reduce-'));
  bundle = join(folder, 'bundle');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function take(version: string, schema?: number): void {
  cpSync(join(goldens, version), bundle, { recursive: true });
  if (schema === undefined) return;
  const path = join(bundle, 'manifest.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), schema_version: schema }));
}

function refusal(): TraceRefusal {
  try {
    reduceBundle(bundle, { strict: true });
  } catch (error) {
    if (error instanceof TraceRefusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a folder that is no bundle', () => {
  it('is told apart from one that is, strict or not', () => {
    expect(() => reduceBundle(bundle)).toThrow(/manifest.json cannot be read: this folder is not a rollout bundle/);
    take('0.169.0');
    rmSync(join(bundle, 'trace.jsonl'));
    expect(() => reduceBundle(bundle)).toThrow(`open trace event log ${join(bundle, 'trace.jsonl')}`);
  });

  it.each([
    'schema_version',
    'trace_id',
    'rollout_id',
    'root_thread_id',
    'started_at_unix_ms',
    'raw_event_log',
    'payloads_dir',
  ])('lacks %s in its manifest', field => {
    take('0.169.0');
    const path = join(bundle, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    delete manifest[field];
    writeFileSync(path, JSON.stringify(manifest));
    expect(refusal().causes).toEqual([`\`${field}\` is missing`]);
  });
});

describe('the schema of a bundle', () => {
  it('that is not known yet is refused kindly when strict', () => {
    take('0.169.0', 3);
    expect(refusal().message).toMatch(/reads up to schema 2; update it to read schema 3/);
  });

  it('that is not known yet is read as far as it goes otherwise', () => {
    take('0.169.0', 3);
    const reduced = reduceBundle(bundle);
    expect(reduced.findings.map(finding => finding.code)).toEqual(['schema-newer']);
    expect(reduced.graph.code_cells.size).toBe(1);
  });

  it('is 2 when the events are, whatever the manifest says', () => {
    take('0.169.0', 1);
    expect(refusal().message).toBe(
      'trace schema 1 cannot establish accepted history; use its matching reducer or record a new bundle',
    );
    expect(reduceBundle(bundle).findings).toEqual([]);
  });

  it.each([0, 3, 1])('%i means nothing to releases that never looked at it', schema => {
    take('0.134.0', schema);
    expect(reduceBundle(bundle, { strict: true }).dialect).toBe('0.134');
  });
});

it('writes the state in the place of an older one, and nothing beside it', () => {
  take('0.169.0');
  const golden = readFileSync(join(bundle, 'state.json'), 'utf8');
  writeFileSync(join(bundle, 'state.json'), 'stale');
  writeState(reduceBundle(bundle, { strict: true }).graph, join(bundle, 'state.json'));
  expect(readFileSync(join(bundle, 'state.json'), 'utf8')).toBe(golden);
});
